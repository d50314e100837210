//! What to say of the number on a plate, while it is typed and when it is all there.

use chengxing_metrology::serial::{self, Match};

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The same: go on to the stall.
    Same,
    /// As much as was typed is the same: type the whole number.
    Part,
    /// One symbol differs: look again.
    Close,
    /// Another number.
    Different,
}

impl Said {
    /// The name of its sentence in the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Part => "part",
            Self::Close => "close",
            Self::Different => "different",
        }
    }
}

/// Compares what was `typed` with the registered number. While somebody is still typing (`finished` is
/// false) only what more typing cannot change for the better is said: half a number is no wrong number.
///
/// ```
/// use chengxing_app::islands::plate::{Said, tell};
/// assert_eq!(tell("2023", "2023081577", false), None);
/// assert_eq!(tell("2023", "2023081577", true), Some(Said::Part));
/// assert_eq!(tell("2023 o81 577", "2023081577", false), Some(Said::Same));
/// ```
pub fn tell(typed: &str, registered: &str, finished: bool) -> Option<Said> {
    let length = serial::key(typed).chars().count();
    let whole = serial::key(registered).chars().count();
    match serial::compare(typed, registered) {
        Match::Empty => None,
        Match::Same => Some(Said::Same),
        _ if !finished && length < whole => None,
        Match::Tail => Some(Said::Part),
        _ if length < whole && is_part(typed, registered) => Some(Said::Part),
        Match::Close => Some(Said::Close),
        Match::Different => Some(Said::Different),
    }
}

/// Whether what was typed is how the registered number begins or ends.
fn is_part(typed: &str, registered: &str) -> bool {
    let length = serial::key(typed).chars().count();
    let registered: Vec<char> = serial::key(registered).chars().collect();
    let same =
        |part: &[char]| serial::compare(typed, &part.iter().collect::<String>()) == Match::Same;
    length <= registered.len()
        && (same(&registered[..length]) || same(&registered[registered.len() - length..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_finished_number_is_told_apart() {
        let said = |typed| tell(typed, "2023081577", true);
        assert_eq!(said(" 2023-081-577 "), Some(Said::Same));
        assert_eq!(said("1577"), Some(Said::Part));
        assert_eq!(said("77"), Some(Said::Part));
        assert_eq!(said("2023081571"), Some(Said::Close));
        assert_eq!(said("20230815771"), Some(Said::Close));
        assert_eq!(said("2022060418"), Some(Said::Different));
        assert_eq!(said("9"), Some(Said::Different));
        assert_eq!(said("  "), None);
        assert_eq!(tell("1", "—", true), None);
    }

    proptest! {
        #[test]
        fn whoever_types_the_right_number_hears_nothing_wrong_on_the_way(serial in "[A-Z0-9]{4,16}") {
            for end in 1..serial.len() {
                prop_assert_eq!(tell(&serial[..end], &serial, false), None);
                prop_assert_eq!(tell(&serial[..end], &serial, true), Some(Said::Part));
            }
            prop_assert_eq!(tell(&serial.to_lowercase(), &serial, false), Some(Said::Same));
        }

        #[test]
        fn another_number_is_never_the_same(serial in "[2-9]{6,12}", at in 0usize..6) {
            let mut other = serial.clone().into_bytes();
            other[at] = b'A';
            let other = String::from_utf8(other).unwrap();
            let said = tell(&other, &serial, true);
            prop_assert!(matches!(said, Some(Said::Close | Said::Different)));
        }

        #[test]
        fn no_text_breaks_it(typed in "\\PC{0,30}", serial in "\\PC{0,30}", finished: bool) {
            let _ = tell(&typed, &serial, finished);
        }
    }
}
