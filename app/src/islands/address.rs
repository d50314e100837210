//! Addresses that islands lead to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// `base`, which ends where a value is to stand, with `value` percent-encoded.
///
/// ```
/// use chengxing_app::islands::address::with_value;
/// assert_eq!(with_value("/report?instrument=7K3M9-QX2RD-4&serial=", "№ 12&3"), "/report?instrument=7K3M9-QX2RD-4&serial=%E2%84%96%2012%263");
/// ```
pub fn with_value(base: &str, value: &str) -> String {
    let mut address = base.to_owned();
    address.extend(utf8_percent_encode(value, KEPT));
    address
}

/// The address of a page of this host, in the language of `prefix` and the size of type of this page;
/// `None` for whatever is not a path of this host.
///
/// ```
/// use chengxing_app::islands::address::own_page;
/// assert_eq!(own_page("/en", true, "/search?q=1").as_deref(), Some("/en/search?q=1&size=large"));
/// assert_eq!(own_page("", false, "//elsewhere.example/"), None);
/// ```
pub fn own_page(prefix: &str, large: bool, path: &str) -> Option<String> {
    // A browser takes a backslash for a slash, and drops tabs and line breaks before it looks.
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|c: char| c == '\\' || c.is_control());
    if !own {
        return None;
    }
    let mut address = prefix.to_owned();
    address.push_str(path);
    if large {
        address.push_str(if path.contains('?') {
            "&size=large"
        } else {
            "?size=large"
        });
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_paths_of_this_host_are_followed() {
        for path in [
            "https://elsewhere.example/",
            "javascript:alert(1)",
            "/\\elsewhere.example",
            "/\t/elsewhere.example",
            "",
            "i/1",
        ] {
            assert_eq!(own_page("", false, path), None, "{path}");
        }
        assert_eq!(
            own_page("", false, "/i/7K3M9-QX2RD-4").as_deref(),
            Some("/i/7K3M9-QX2RD-4")
        );
    }

    proptest! {
        #[test]
        fn a_value_never_leaves_its_place(value in "\\PC{0,40}") {
            let address = with_value("/report?serial=", &value);
            let encoded = &address["/report?serial=".len()..];
            prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~%".contains(&b)));
            prop_assert_eq!(percent_encoding::percent_decode_str(encoded).decode_utf8_lossy(), value);
        }

        #[test]
        fn what_is_followed_stays_on_this_host(path in "[/\\\\a-z:?.\t@]{0,12}") {
            if let Some(address) = own_page("", false, &path) {
                prop_assert!(address.starts_with('/') && !address[1..].starts_with(['/', '\\']));
            }
        }
    }
}
