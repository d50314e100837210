"""Decodes pictures of labels with zxing-cpp, as they are and as they are found in a shop.

usage: decode.py FOLDER
For every PNG in the folder writes turned and partly covered copies beside it, and for each of
them prints its name, a tab and what zxing reads.
"""

import pathlib
import sys

import zxingcpp
from PIL import Image, ImageDraw

COVERED = 0.04


def read(image):
    return zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode)


def covered(image, position, ink, across, down):
    """A square over a part of the code, its centre at these shares of the code's sides."""
    corners = [position.top_left, position.top_right, position.bottom_left]
    left, top = corners[0].x, corners[0].y
    width, height = corners[1].x - left, corners[2].y - top
    half = ((width * height * COVERED) ** 0.5) / 2
    x, y = left + across * width, top + down * height
    copy = image.copy()
    ImageDraw.Draw(copy).rectangle([x - half, y - half, x + half, y + half], fill=ink)
    return copy


def main(folder):
    for path in sorted(pathlib.Path(folder).glob("*.png")):
        image = Image.open(path).convert("L")
        variants = {"as-is": image}
        for degrees in (90, 180, 7):
            turned = image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
            variants[f"turned-{degrees}"] = turned
        found = read(image)
        if found:
            place = found[0].position
            variants["covered-white"] = covered(image, place, 255, 0.5, 0.5)
            variants["covered-black"] = covered(image, place, 0, 0.75, 0.4)
        for name, variant in variants.items():
            out = path.with_name(f"{path.stem}.{name}.png")
            variant.save(out)
            text = "|".join(code.text for code in read(variant))
            print(f"{out.name}\t{text}")


main(sys.argv[1])
