//! Folding of what people and spreadsheets write: full-width forms, exotic spaces, case.

/// The half-width twin of a full-width form (`Ａ` → `A`, `１` → `1`, `　` → space), or the character
/// itself.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' | '\u{00A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// True for characters that are not seen and must not make two texts differ: zero-width spaces and
/// joiners, marks of direction, the byte-order mark, control characters.
pub fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

/// Text as it is kept and shown: half-width letters and digits, single spaces, none at the ends,
/// nothing invisible. Chinese punctuation keeps its width.
///
/// ```
/// use chengxing_metrology::fold::tidy;
/// assert_eq!(tidy("　ＡＣＳ－３０ \u{200B} 型（新）"), "ACS-30 型（新）");
/// ```
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if is_invisible(c) {
            continue;
        }
        let narrow = half_width(c);
        if narrow.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        // Full-width letters, digits and the signs inside numbers are narrowed; （），：； stay.
        out.push(match narrow {
            '(' | ')' | ',' | ':' | ';' | '?' | '!' | '"' | '\'' => c,
            _ => narrow,
        });
    }
    out
}

/// The key by which two spellings of one name are the same: letters and digits only, half-width,
/// lower case (`ФБУ "ТОМСКИЙ ЦСМ"` and `фбу «томский  цсм»` agree).
pub fn key(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tidy_text_stays_as_it_is(text in "\\PC{0,60}") {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once);
        }

        #[test]
        fn spaces_and_width_do_not_change_a_key(text in "[a-zA-Z0-9 ]{0,30}") {
            let wide: String = text.chars().map(|c| if c == ' ' { '\u{3000}' } else { char::from_u32(c as u32 + 0xFEE0).unwrap() }).collect();
            prop_assert_eq!(key(&wide), key(&text));
        }
    }
}
