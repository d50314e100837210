//! Verification (检定) and the state of service of an instrument.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Which verification it was (OIML V 1: initial verification, subsequent verification, in-service
/// inspection).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationType {
    /// 首次检定
    Initial,
    /// 后续检定
    Subsequent,
    /// 使用中检查: finds faults, never prolongs validity.
    InService,
}

/// What it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// 合格
    Pass,
    /// 不合格
    Fail,
}

/// One verification of one instrument, as far as the verdict needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The day of verification, Asia/Shanghai.
    pub on: Date,
    /// Initial, subsequent or in service.
    pub kind: VerificationType,
    /// Pass or fail.
    pub conclusion: Conclusion,
    /// The last day of validity, that day included. `None` on a pass means that the certificate states
    /// no end and no rule gives one.
    pub valid_until: Option<Date>,
}

/// The state of service of an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 在用
    InUse,
    /// 停用
    Suspended,
    /// 修理后或封印损坏，待检
    AwaitingVerification,
    /// 报废
    Scrapped,
}

/// A dated change of the state of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateChange {
    /// The day from which the state holds, Asia/Shanghai.
    pub on: Date,
    /// The new state.
    pub state: Service,
}

macro_rules! words {
    ($type:ty { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word used in the API, in files and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

words!(VerificationType { Initial = "initial", Subsequent = "subsequent", InService = "in_service" });
words!(Conclusion { Pass = "pass", Fail = "fail" });
words!(Service { InUse = "in_use", Suspended = "suspended", AwaitingVerification = "awaiting_verification", Scrapped = "scrapped" });
