# What the islands show: suggestions, the comparison of serial numbers, the scanner.
suggest-list = Suggestions
suggest-none = No suggestions
suggest-one = 1 suggestion, press the down arrow to choose
suggest-many = % suggestions, press the down arrow to choose

compare-title = Type the number on the plate to compare
compare-how = The serial number is on the instrument’s plate. Compare symbol by symbol: labels get moved, and if the number differs this is another instrument.
compare-label = Number on the plate
compare-button = Compare
compare-same = The number matches. Now check the stall
compare-part = This much matches. Type the whole number
compare-close = One symbol differs. Look at the plate once more
compare-different = No match: this is not the instrument on the label
compare-report = Complain or report it, the number is filled in

scanner-open = Scan the label
scanner-title = Scan the label
scanner-close = Close
scanner-opening = Opening the camera, please allow it
scanner-aim = Hold the label in the picture, close up
scanner-reading = Reading the photo
scanner-found = Read, opening the page
scanner-no-camera = No camera can be used here. Take a photo of the label instead.
scanner-denied = The camera was not allowed. Allow it in the browser’s settings, or take a photo of the label.
scanner-no-code = No label was found in the photo. Go closer, aim straight and try again.
scanner-bad-photo = This file is not a photo that can be read. Choose a JPEG or PNG.
scanner-not-a-label = This code is not an instrument’s label. Aim at the one with 11 symbols printed beside it.
scanner-failed = The scanner could not be opened. Check the connection and try again, use your phone’s own camera, or type the code on the label.
scanner-elsewhere = Not a label of this portal. Beware of a forged label.
scanner-elsewhere-host = It leads to:
scanner-elsewhere-offer = Look up its code on this portal
scanner-photo = Take or choose a photo
scanner-private = Pictures are read on your phone only and not uploaded.
