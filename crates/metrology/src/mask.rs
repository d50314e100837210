//! Names of individual owners, masked: 张某某. The surname alone is shown (PIPL art. 6, 25).

/// Common surnames of two characters, so that 欧阳建国 becomes 欧阳某某 and not 欧某某. A surname that is
/// missing here is masked to its first character: less is shown, never more.
const COMPOUND: [&str; 20] = [
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯",
    "长孙", "宇文", "端木", "独孤", "南宫", "百里", "东郭", "呼延",
];

/// The masked form of a person's name: the surname and 某 for every further character, at most two.
///
/// A name of one character is masked whole; a name in another script keeps its first letter.
///
/// ```
/// use chengxing_metrology::mask::person;
/// assert_eq!(person("张三"), "张某");
/// assert_eq!(person("张建国"), "张某某");
/// assert_eq!(person("欧阳建国"), "欧阳某某");
/// assert_eq!(person("巴图·孟和"), "巴某某");
/// assert_eq!(person("John Smith"), "J***");
/// assert_eq!(person(""), "");
/// ```
pub fn person(name: &str) -> String {
    let name = name.trim();
    let chars: Vec<char> = name.chars().collect();
    let Some(first) = chars.first() else {
        return String::new();
    };
    if !is_han(*first) {
        return format!("{first}***");
    }
    let surname = if chars.len() > 2 && COMPOUND.iter().any(|s| name.starts_with(s)) {
        2
    } else {
        1
    };
    match chars.len() {
        1 => "某".to_owned(),
        len => {
            let shown: String = chars[..surname].iter().collect();
            shown + if len - surname == 1 { "某" } else { "某某" }
        }
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_of_the_given_name_is_left(name in "[\u{4e00}-\u{9fa5}]{2,6}") {
            prop_assume!(!name.contains('某'));
            let masked = person(&name);
            let surname: String = masked.chars().take_while(|c| *c != '某').collect();
            prop_assert!(surname.chars().count() <= 2 && name.starts_with(&surname));
            prop_assert!(surname.chars().count() < name.chars().count());
        }
    }
}
