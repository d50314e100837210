use serde::{Deserialize, Serialize};

/// What a suggestion leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// One instrument.
    Instrument,
    /// A shop, stall or market: a search for its name.
    Place,
    /// A kind of instrument: a search for it.
    Kind,
}

/// One line under the search box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// What to show.
    pub text: String,
    /// A second line: place, serial number.
    pub note: Option<String>,
    /// Where it leads, a path on this host without the language prefix.
    pub href: String,
    /// The verdict, for an instrument.
    pub verdict: Option<String>,
}

/// What `GET /api/v1/suggestions?q=` answers: at most eight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestions {
    /// The query as understood.
    pub q: String,
    /// Likeliest first.
    pub items: Vec<Suggestion>,
}
