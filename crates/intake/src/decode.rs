//! From bytes in any encoding to UTF-8, as a stream.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

const CHUNK: usize = 64 * 1024;

/// Which encoding a file is in: a byte-order mark decides, then UTF-8 where the bytes are UTF-8 (but for
/// few that are damaged), then what the mapping says, then GB18030.
///
/// The whole file is looked at: the first Chinese letter may stand in its last line.
pub(crate) fn detect(
    file: &mut impl Read,
    stated: Option<&'static Encoding>,
) -> io::Result<&'static Encoding> {
    let mut buffer = vec![0; CHUNK];
    let mut held = fill(file, &mut buffer)?;
    if let Some((encoding, _)) = Encoding::for_bom(&buffer[..held]) {
        return Ok(encoding);
    }
    if stated.is_some_and(|e| e == UTF_8 || e == UTF_16LE || e == UTF_16BE) {
        return Ok(stated.unwrap_or(UTF_8));
    }
    if let Some(wide) = utf_16(&buffer[..held]) {
        return Ok(wide);
    }
    let (mut letters, mut damaged) = (0u64, 0u64);
    loop {
        let mut rest = &buffer[..held];
        let mut kept = 0;
        loop {
            let (valid, step) = match std::str::from_utf8(rest) {
                Ok(_) => (rest, None),
                Err(error) => (
                    &rest[..error.valid_up_to()],
                    Some((error.valid_up_to(), error.error_len())),
                ),
            };
            letters += valid.iter().filter(|b| **b >= 0xC2).count() as u64;
            match step {
                None => break,
                Some((start, None)) => {
                    kept = rest.len() - start;
                    break;
                }
                Some((start, Some(length))) => {
                    damaged += 1;
                    rest = &rest[start + length..];
                }
            }
        }
        if damaged > 1_000 && damaged > letters {
            break;
        }
        buffer.copy_within(held - kept..held, 0);
        let more = fill(file, &mut buffer[kept..])?;
        held = kept + more;
        if more == 0 {
            damaged += u64::from(kept > 0);
            break;
        }
    }
    let is_utf_8 = damaged == 0 || letters >= damaged * 4;
    Ok(if is_utf_8 {
        UTF_8
    } else {
        stated.unwrap_or(GB18030)
    })
}

/// UTF-16 without a mark: the digits and separators of a table leave zeros on one side only.
fn utf_16(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(4096)];
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    match (even * 20 > head.len(), odd * 20 > head.len()) {
        (false, true) if even == 0 => Some(UTF_16LE),
        (true, false) if odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Reads until the buffer is full or the file ends.
pub(crate) fn fill(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut held = 0;
    while held < buffer.len() {
        match file.read(&mut buffer[held..]) {
            Ok(0) => break,
            Ok(n) => held += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(held)
}

/// A reader of UTF-8. Bytes that are none in the file's encoding become U+FFFD, which the rows refuse: no
/// damaged text enters the register.
pub(crate) struct Utf8<R> {
    inner: R,
    decoder: Decoder,
    raw: Box<[u8]>,
    raw_held: usize,
    text: Box<[u8]>,
    start: usize,
    end: usize,
    ended: bool,
}

impl<R: Read> Utf8<R> {
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder(),
            raw: vec![0; CHUNK].into_boxed_slice(),
            raw_held: 0,
            // Room for the worst case of one chunk, so that a call always ends with all of it decoded.
            text: vec![0; CHUNK * 3 + 16].into_boxed_slice(),
            start: 0,
            end: 0,
            ended: false,
        }
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let text = self.fill_buf()?;
        let n = text.len().min(out.len());
        out[..n].copy_from_slice(&text[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Utf8<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.start == self.end && !self.ended {
            self.raw_held += fill(&mut self.inner, &mut self.raw[self.raw_held..])?;
            let last = self.raw_held < self.raw.len();
            let (_, read, written, _) =
                self.decoder
                    .decode_to_utf8(&self.raw[..self.raw_held], &mut self.text, last);
            self.raw.copy_within(read..self.raw_held, 0);
            self.raw_held -= read;
            self.start = 0;
            self.end = written;
            self.ended = last && self.raw_held == 0;
        }
        Ok(&self.text[self.start..self.end])
    }

    fn consume(&mut self, n: usize) {
        self.start = (self.start + n).min(self.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(bytes: &[u8], stated: Option<&'static Encoding>) -> String {
        let encoding = detect(&mut &bytes[..], stated).unwrap();
        let mut text = String::new();
        Utf8::new(bytes, encoding)
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    proptest! {
        #[test]
        fn chinese_text_in_gb18030_is_read(text in "[一-龥]{3,40}") {
            let (bytes, _, _) = GB18030.encode(&text);
            // A few short texts are UTF-8 by accident (联通); a table is longer.
            let bytes = bytes.repeat(20);
            prop_assert_eq!(decoded(&bytes, None), text.repeat(20));
        }

        #[test]
        fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = decoded(&bytes, None);
        }
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let text = "serial;检定日期\r\n123;2026-11-23\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&little, None), text);
        assert_eq!(decoded(&big, None), text);
        assert_eq!(decoded(&[&[0xFF, 0xFE], &little[..]].concat(), None), text);
        assert_eq!(decoded(&[&[0xFE, 0xFF], &big[..]].concat(), None), text);
    }

    #[test]
    fn a_letter_across_chunks_is_whole() {
        for pad in 0..4 {
            let text = format!("{}{}", "a".repeat(pad), "汉".repeat(100_000));
            assert_eq!(decoded(text.as_bytes(), None), text);
            let (bytes, _, _) = GB18030.encode(&text);
            assert_eq!(decoded(&bytes, None), text);
        }
    }

    #[test]
    fn one_damaged_byte_does_not_make_a_file_gb18030() {
        let mut bytes = "检定日期,出厂编号\n".repeat(50).into_bytes();
        bytes[100] = 0xFF;
        assert!(decoded(&bytes, None).contains("出厂编号"));
        assert!(decoded(&bytes, None).contains('\u{FFFD}'));
    }

    #[test]
    fn utf_8_is_seen_although_the_mapping_says_otherwise() {
        let stated = Encoding::for_label(b"windows-1251");
        assert_eq!(decoded("Дата поверки".as_bytes(), stated), "Дата поверки");
        let (bytes, _, _) = stated.unwrap().encode("Дата поверки");
        assert_eq!(decoded(&bytes, stated), "Дата поверки");
    }
}
