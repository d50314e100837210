//! The verdict on an instrument on a day: derived from its history, never stored.
//!
//! | What the record holds on the day | Verdict |
//! |---|---|
//! | nothing that counts | never verified |
//! | the newest that counts failed | failed |
//! | scrapped, or suspended | suspended |
//! | repaired, or seal broken, and not passed since | suspended |
//! | passed, and the last day of validity is past | expired |
//! | passed, at most `due_soon_days` left | due soon |
//! | passed | valid |
//!
//! What counts: a verification dated on or before the day; an in-service inspection only when it
//! failed. Of two on one day the failed one counts: the record does not say which came first, and
//! the verdict must not be greener than the record.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    clock::days_between,
    verification::{Conclusion, Service, StateChange, Verification, VerificationType, words},
};

/// What a citizen is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 检定有效
    Valid,
    /// 即将到期
    DueSoon,
    /// 已过期
    Expired,
    /// 不合格，停用
    Failed,
    /// 停用
    Suspended,
    /// 已登记未检定
    NeverVerified,
    /// 查无此码
    Unknown,
}

words!(Verdict {
    Valid = "valid",
    DueSoon = "due_soon",
    Expired = "expired",
    Failed = "failed",
    Suspended = "suspended",
    NeverVerified = "never_verified",
    Unknown = "unknown",
});

impl Verdict {
    /// Whether the instrument may be used in trade as far as the register knows.
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Valid | Self::DueSoon)
    }
}

/// Why the verdict is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Passed, and within its validity.
    InForce,
    /// Passed, no end of validity stated.
    NoEndStated,
    /// The validity has run out.
    RanOut,
    /// Failed at a verification.
    FailedVerification,
    /// Failed at an in-service inspection.
    FailedInspection,
    /// Taken out of use.
    TakenOutOfUse,
    /// Repaired or its seal broken, not verified since.
    NotVerifiedSinceRepair,
    /// Scrapped.
    Scrapped,
    /// Registered only.
    NoVerification,
    /// Not in the register.
    NotRegistered,
}

/// All that the verdict depends on. The order of both lists does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Verifications, corrected ones left out.
    pub verifications: Vec<Verification>,
    /// Changes of the state of service.
    pub states: Vec<StateChange>,
}

/// The verdict with its grounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
    /// The index in [`History::verifications`] of the verification it rests on.
    pub basis: Option<usize>,
    /// The index of the newest pass, which the failure, repair or suspension ended.
    pub last_pass: Option<usize>,
    /// The last day of validity (of the basis, when that passed).
    pub valid_until: Option<Date>,
    /// Days from the day asked about to [`Self::valid_until`]: 0 on the last day, negative after it.
    pub days_left: Option<i32>,
    /// Since when the cause holds: the day of verification, failure, repair or suspension, or the first
    /// day after the end.
    pub since: Option<Date>,
}

impl Assessment {
    /// The assessment of a code that is not in the register.
    pub const UNKNOWN: Self = Self {
        verdict: Verdict::Unknown,
        reason: Reason::NotRegistered,
        basis: None,
        last_pass: None,
        valid_until: None,
        days_left: None,
        since: None,
    };
}

/// Assesses `history` on the day `on`; with `due_soon_days` or fewer days left a pass is "due soon".
///
/// ```
/// use chengxing_metrology::{assess, Conclusion, Date, History, Verdict, Verification, VerificationType};
/// let history = History {
///     verifications: vec![Verification {
///         on: Date::constant(2026, 4, 1),
///         kind: VerificationType::Subsequent,
///         conclusion: Conclusion::Pass,
///         valid_until: Some(Date::constant(2027, 3, 31)),
///     }],
///     states: vec![],
/// };
/// let told = assess(&history, Date::constant(2026, 11, 23), 30);
/// assert_eq!((told.verdict, told.days_left), (Verdict::Valid, Some(128)));
/// ```
pub fn assess(history: &History, on: Date, due_soon_days: u16) -> Assessment {
    let newest = newest(history, on, |v| {
        v.kind != VerificationType::InService || v.conclusion == Conclusion::Fail
    });
    let last_pass = newest_pass(history, on);
    let state = state_on(history, on);
    let told = |verdict, reason, since| Assessment {
        verdict,
        reason,
        basis: newest,
        last_pass,
        valid_until: None,
        days_left: None,
        since,
    };
    if let Some(StateChange {
        state: Service::Scrapped,
        on: since,
    }) = state
    {
        return told(Verdict::Suspended, Reason::Scrapped, Some(since));
    }
    if let Some(failed) = newest
        .map(|i| history.verifications[i])
        .filter(|v| v.conclusion == Conclusion::Fail)
    {
        let reason = if failed.kind == VerificationType::InService {
            Reason::FailedInspection
        } else {
            Reason::FailedVerification
        };
        return told(Verdict::Failed, reason, Some(failed.on));
    }
    if let Some(StateChange {
        state: Service::Suspended,
        on: since,
    }) = state
    {
        return told(Verdict::Suspended, Reason::TakenOutOfUse, Some(since));
    }
    let repaired = history
        .states
        .iter()
        .filter(|s| s.state == Service::AwaitingVerification && s.on <= on)
        .map(|s| s.on)
        .max();
    if let Some(repaired) = repaired
        && last_pass.is_none_or(|i| history.verifications[i].on < repaired)
    {
        return told(
            Verdict::Suspended,
            Reason::NotVerifiedSinceRepair,
            Some(repaired),
        );
    }
    let Some(pass) = last_pass.map(|i| history.verifications[i]) else {
        return told(Verdict::NeverVerified, Reason::NoVerification, None);
    };
    let Some(until) = pass.valid_until else {
        return told(Verdict::Valid, Reason::NoEndStated, Some(pass.on));
    };
    let left = days_between(on, until);
    let (verdict, reason, since) = if left < 0 {
        (Verdict::Expired, Reason::RanOut, until.tomorrow().ok())
    } else if left <= i32::from(due_soon_days) {
        (Verdict::DueSoon, Reason::InForce, Some(pass.on))
    } else {
        (Verdict::Valid, Reason::InForce, Some(pass.on))
    };
    Assessment {
        valid_until: Some(until),
        days_left: Some(left),
        ..told(verdict, reason, since)
    }
}

/// The newest verification on or before `on` that `counts`; of two on one day a failed one.
fn newest(history: &History, on: Date, counts: impl Fn(&Verification) -> bool) -> Option<usize> {
    let rank = |v: &Verification| {
        (
            v.on,
            v.conclusion == Conclusion::Fail,
            v.kind != VerificationType::InService,
        )
    };
    (0..history.verifications.len())
        .filter(|i| history.verifications[*i].on <= on && counts(&history.verifications[*i]))
        .max_by_key(|i| rank(&history.verifications[*i]))
}

/// The newest pass; of two on one day the one that ends first.
fn newest_pass(history: &History, on: Date) -> Option<usize> {
    (0..history.verifications.len())
        .filter(|i| {
            let v = &history.verifications[*i];
            v.on <= on && v.conclusion == Conclusion::Pass && v.kind != VerificationType::InService
        })
        .max_by_key(|i| {
            let v = &history.verifications[*i];
            (v.on, std::cmp::Reverse(v.valid_until.unwrap_or(Date::MAX)))
        })
}

/// The state of service; of two changes on one day the stricter.
fn state_on(history: &History, on: Date) -> Option<StateChange> {
    history
        .states
        .iter()
        .copied()
        .filter(|s| s.on <= on)
        .max_by_key(|s| {
            let strict = match s.state {
                Service::InUse => 0,
                Service::AwaitingVerification => 1,
                Service::Suspended => 2,
                Service::Scrapped => 3,
            };
            (s.on, strict)
        })
}

#[cfg(test)]
#[path = "verdict/tests.rs"]
mod tests;
