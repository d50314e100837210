//! What an import carries.

use std::{fmt, str::FromStr};

use serde::Deserialize;

/// The kind of record that a file lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 检定结果
    Verifications,
    /// 计量器具
    Instruments,
    /// 经营者
    Businesses,
    /// 检定机构
    Institutions,
    /// 检定公示
    Notices,
    /// 使用状态
    States,
}

/// The word names no kind of import.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "没有“{0}”这类数据，请写 verifications、instruments、businesses、institutions、notices 或 states"
)]
pub struct KindError(pub String);

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Verifications,
        Self::Instruments,
        Self::Businesses,
        Self::Institutions,
        Self::Notices,
        Self::States,
    ];

    /// The id used on the command line and in mapping files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Verifications => "verifications",
            Self::Instruments => "instruments",
            Self::Businesses => "businesses",
            Self::Institutions => "institutions",
            Self::Notices => "notices",
            Self::States => "states",
        }
    }

    /// The Chinese name, taken as an alias of the id.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Verifications => "检定结果",
            Self::Instruments => "计量器具",
            Self::Businesses => "经营者",
            Self::Institutions => "检定机构",
            Self::Notices => "检定公示",
            Self::States => "使用状态",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Kind {
    type Err = KindError;

    /// ```
    /// use chengxing_intake::Kind;
    /// assert_eq!("verifications".parse(), Ok(Kind::Verifications));
    /// assert_eq!("经营者".parse(), Ok(Kind::Businesses));
    /// assert!("prices".parse::<Kind>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, KindError> {
        let word = text.trim();
        Self::ALL
            .into_iter()
            .find(|k| k.id().eq_ignore_ascii_case(word) || k.zh() == word)
            .ok_or_else(|| KindError(word.to_owned()))
    }
}
