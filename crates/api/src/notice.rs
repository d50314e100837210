use serde::{Deserialize, Serialize};

/// A verification notice in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// Its number: 演检公〔2026〕118号.
    pub number: String,
    /// The page for people.
    pub url: String,
    /// The title.
    pub title: String,
    /// The day of publication.
    pub on: String,
    /// Who publishes it.
    pub institution: String,
    /// The division.
    pub region: Option<String>,
    /// How many results it lists.
    pub results: i64,
    /// How many of them failed.
    pub failed: i64,
    /// True for demo data.
    pub demo: bool,
}

/// One result in a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeResult {
    /// The instrument.
    pub instrument: super::Item,
    /// The day of verification.
    pub on: String,
    /// `pass` or `fail`.
    pub conclusion: String,
    /// The last day of validity.
    pub valid_until: Option<String>,
    /// The certificate.
    pub certificate_number: Option<String>,
}

/// A notice with its results, failed ones first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeDetail {
    /// The notice.
    #[serde(flatten)]
    pub notice: Notice,
    /// One page of its results.
    pub items: Vec<NoticeResult>,
    /// What to pass as `after` for the next page.
    pub next: Option<String>,
}
