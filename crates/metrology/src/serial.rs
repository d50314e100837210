//! Serial numbers (出厂编号): the key by which they are matched, and the forgiving comparison of
//! what a plate says with what the register says.

use crate::fold;

/// The key of a serial number: upper case, half-width, letters and digits only.
///
/// ```
/// use chengxing_metrology::serial::key;
/// assert_eq!(key(" № 2023-081 577 "), "2023081577");
/// ```
pub fn key(serial: &str) -> String {
    serial
        .chars()
        .map(fold::half_width)
        .filter(|c| c.is_alphanumeric() && *c != 'º' && *c != '№')
        .flat_map(char::to_uppercase)
        .collect()
}

/// How a plate compares with the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The same, but for case, spaces, hyphens, width, and O/0 or I/L/1.
    Same,
    /// What was typed is the end of the registered number (at least four symbols): likely, look again.
    Tail,
    /// One symbol differs or two neighbours are swapped: look again.
    Close,
    /// Another number.
    Different,
    /// Nothing to compare.
    Empty,
}

/// Compares the serial number on a plate, as typed, with the registered one.
///
/// ```
/// use chengxing_metrology::serial::{compare, Match};
/// assert_eq!(compare("2023 o81 577", "2023081577"), Match::Same);
/// assert_eq!(compare("1577", "2023081577"), Match::Tail);
/// assert_eq!(compare("2023081571", "2023081577"), Match::Close);
/// assert_eq!(compare("9999", "2023081577"), Match::Different);
/// ```
pub fn compare(typed: &str, registered: &str) -> Match {
    let typed = alike(typed);
    let registered = alike(registered);
    if typed.is_empty() || registered.is_empty() {
        Match::Empty
    } else if typed == registered {
        Match::Same
    } else if typed.len() >= 4 && registered.ends_with(&typed) {
        Match::Tail
    } else if one_slip(&typed, &registered) {
        Match::Close
    } else {
        Match::Different
    }
}

fn alike(serial: &str) -> Vec<char> {
    key(serial)
        .chars()
        .map(|c| match c {
            'O' | 'О' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// One symbol changed, missing or too many, or two neighbours swapped.
fn one_slip(a: &[char], b: &[char]) -> bool {
    if a.len() < 3 || b.len() < 3 {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let end = short[start..]
        .iter()
        .rev()
        .zip(long[start..].iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    match long.len() - short.len() {
        0 => {
            let middle = short.len() - start - end;
            middle == 1
                || (middle == 2
                    && short[start] == long[start + 1]
                    && short[start + 1] == long[start])
        }
        1 => start + end >= short.len(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_equals_itself_however_it_is_spaced(serial in "[A-Z0-9]{1,20}", at in 0usize..20) {
            let mut spaced = serial.to_lowercase();
            spaced.insert(at.min(spaced.len()), ' ');
            prop_assert_eq!(compare(&spaced, &serial), Match::Same);
        }

        #[test]
        fn a_slip_is_never_called_the_same(serial in "[2-9]{5,12}", at in 0usize..5) {
            let mut other: Vec<char> = serial.chars().collect();
            other[at] = '1';
            let other: String = other.into_iter().collect();
            prop_assert_eq!(compare(&other, &serial), Match::Close);
        }

        #[test]
        fn no_text_breaks_the_comparison(a in "\\PC{0,40}", b in "\\PC{0,40}") {
            let _ = compare(&a, &b);
        }
    }

    #[test]
    fn nothing_typed_is_no_match() {
        assert_eq!(compare("  ", "123"), Match::Empty);
        assert_eq!(compare("123", "—"), Match::Empty);
        assert_eq!(compare("213", "123"), Match::Close);
        assert_eq!(compare("12", "123"), Match::Different);
    }
}
