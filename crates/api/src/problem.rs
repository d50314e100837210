use serde::{Deserialize, Serialize};

/// A problem document (RFC 9457), served as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What sort of problem: a path on this host, e.g. `/problems/unknown-code`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sort in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong here and how to mend it.
    pub detail: String,
    /// The parameter or field at fault.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub parameter: Option<String>,
    /// Codes of registered instruments that look like the one asked for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub near: Vec<String>,
}
