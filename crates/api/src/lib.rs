//! The wire types of the JSON API `/api/v1`, shared by the server that writes them and the islands
//! that read them.
//!
//! *Is:* plain structs with serde. *Is not:* the domain; a verdict here is a word, a date is
//! `YYYY-MM-DD`. *The one rule:* a field is only ever added; its meaning never changes.
//!
//! With the feature `openapi` every type derives `utoipa::ToSchema`.

use serde::{Deserialize, Serialize};

mod instrument;
mod notice;
mod problem;
mod suggestion;

pub use instrument::{
    Answer, Business, Institution, Item, MeasuredError, Page, StateChange, Verification,
};
pub use notice::{Notice, NoticeDetail, NoticeResult};
pub use problem::Problem;
pub use suggestion::{Suggestion, SuggestionKind, Suggestions};

/// The words that `verdict` can be.
pub const VERDICTS: [&str; 7] = [
    "valid",
    "due_soon",
    "expired",
    "failed",
    "suspended",
    "never_verified",
    "unknown",
];

/// Which release answers, and how fresh its data is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct About {
    /// The release, e.g. "0.1.0".
    pub release: String,
    /// The time of the newest publication, RFC 3339 in UTC; absent while nothing is published.
    pub data_at: Option<String>,
    /// How many publications there are.
    pub publications: i64,
    /// True when the data is the demo region's.
    pub demo: bool,
}
