//! Where a text read from a QR code leads.

use chengxing_metrology::InstrumentCode;

/// What the text of a QR code is to this portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A label of this portal, or a bare code: the last segment of the page's address, letters,
    /// digits and hyphens only. Its check symbol may be wrong; then the page says so.
    Here(String),
    /// The address of a label, but on another host: beware of a forged label.
    Elsewhere {
        /// The host that the label names.
        host: String,
        /// The code, where it is a right one.
        code: Option<InstrumentCode>,
    },
    /// Anything else: a payment code, a shop's own code.
    NotALabel,
}

/// Longer segments are no code, however generously read.
const LONGEST: usize = 32;

/// Sorts a text that was read from a QR code; `own_host` is host and port as the browser shows them.
///
/// ```
/// use chengxing_scanner::target::{Target, target_of};
/// let here = target_of("https://cx.example/i/00000-00000-0", "cx.example");
/// assert_eq!(here, Target::Here("00000-00000-0".into()));
/// assert_eq!(target_of("weixin://wxpay/bizpayurl?pr=1", "cx.example"), Target::NotALabel);
/// ```
pub fn target_of(text: &str, own_host: &str) -> Target {
    let text = text.trim();
    let Some((scheme, rest)) = text.split_once("://") else {
        return text
            .parse()
            .map_or(Target::NotALabel, |code: InstrumentCode| {
                Target::Here(code.to_string())
            });
    };
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return Target::NotALabel;
    }
    // A browser takes a backslash for a slash; whoever reads the host otherwise can be fooled.
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    // What stands before an @ is a user's name: `https://ours@elsewhere/`.
    let host = authority.rsplit('@').next().unwrap_or_default();
    let Some(segment) = segment_of(path) else {
        return Target::NotALabel;
    };
    if authority.eq_ignore_ascii_case(own_host) {
        Target::Here(segment.to_owned())
    } else {
        Target::Elsewhere {
            host: host.chars().take(80).collect(),
            code: segment.parse().ok(),
        }
    }
}

/// The `CODE` of `/i/CODE`, `/en/i/CODE` or `/mn/i/CODE`.
fn segment_of(path: &str) -> Option<&str> {
    let path = path.split(['?', '#']).next()?;
    let mut segments = path.strip_prefix('/')?.split('/');
    let mut first = segments.next()?;
    if matches!(first, "en" | "mn") {
        first = segments.next()?;
    }
    // Upper case: a QR code is smaller when it has no lower case, so other makers' labels may do that.
    if !first.eq_ignore_ascii_case("i") {
        return None;
    }
    let code = segments.next()?;
    let ended = segments.all(str::is_empty);
    let plain = (1..=LONGEST).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (ended && plain).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OWN: &str = "cx.example:3000";

    fn code() -> InstrumentCode {
        InstrumentCode::from_bits(0x1_2345_6789_ABCD)
    }

    #[test]
    fn a_label_of_this_host_leads_to_its_page_in_every_spelling() {
        let code = code().to_string();
        for text in [
            format!("https://cx.example:3000/i/{code}"),
            format!("HTTPS://CX.EXAMPLE:3000/I/{code}"),
            format!("http://cx.example:3000/en/i/{code}?x=1#y"),
            format!(" https://cx.example:3000/mn/i/{code}/ \n"),
            code.clone(),
            code.to_lowercase(),
        ] {
            assert_eq!(target_of(&text, OWN), Target::Here(code.clone()), "{text}");
        }
    }

    #[test]
    fn a_label_of_another_host_is_never_taken_for_ours() {
        let code = code().to_string();
        for (text, host) in [
            (
                format!("https://cx.example:3000@evil.example/i/{code}"),
                "evil.example",
            ),
            (
                format!("https://evil.example\\@cx.example:3000/i/{code}"),
                "",
            ),
            (format!("https://cx.example/i/{code}"), "cx.example"),
            (
                format!("https://cx.example:3000.evil.example/i/{code}"),
                "cx.example:3000.evil.example",
            ),
            (
                format!("https://user@cx.example:3000/i/{code}"),
                "cx.example:3000",
            ),
        ] {
            match target_of(&text, OWN) {
                Target::Elsewhere {
                    host: found,
                    code: read,
                } => {
                    assert_eq!(
                        (found.as_str(), read.map(|c| c.to_string())),
                        (host, Some(code.clone())),
                        "{text}"
                    );
                }
                Target::NotALabel => assert_eq!(host, "", "{text}"),
                Target::Here(_) => panic!("{text} was taken for ours"),
            }
        }
    }

    #[test]
    fn a_forged_code_on_our_host_still_reaches_the_page_that_warns() {
        assert_eq!(
            target_of("https://cx.example:3000/i/7K3M9-QX2RD-0", OWN),
            Target::Here("7K3M9-QX2RD-0".into())
        );
    }

    #[test]
    fn payment_codes_and_other_texts_are_no_labels() {
        for text in [
            "",
            "wxp://f2f0abc",
            "https://qr.alipay.com/fkx123",
            "https://cx.example:3000/",
            "javascript://cx.example:3000/i/1",
            "https://cx.example:3000/i/../report",
            "https://cx.example:3000/i/%3Cscript%3E",
            "张记鲜肉",
        ] {
            assert_eq!(target_of(text, OWN), Target::NotALabel, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_only_letters_digits_and_hyphens_go_into_the_address(text in "(https?://[a-z.:@\\\\/?#%]{0,20}/)?(i/)?\\PC{0,40}") {
            if let Target::Here(segment) = target_of(&text, OWN) {
                prop_assert!(!segment.is_empty() && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
            }
        }
    }
}
