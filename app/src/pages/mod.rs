//! The pages: a struct of what the server has loaded in, a view out.

pub mod about;
pub mod error;
pub mod home;
pub mod notice;
pub mod notices;
pub mod scan;
pub mod search;
pub mod unknown;

pub use error::ErrorPage;
pub use home::HomePage;
pub use scan::ScanPage;
pub use unknown::UnknownPage;

use chengxing_metrology::Verdict;

/// A kind of instrument, in the language of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindText {
    /// Its name, or the type's own name where the kind is `other`.
    pub name: String,
    /// Its symbol in `icons.svg`: `k-scale`.
    pub icon: String,
    /// The measure word: 台.
    pub measure_word: String,
}

/// An instrument in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstrumentLine {
    /// The public code as printed.
    pub code: String,
    /// The kind.
    pub kind: KindText,
    /// The model.
    pub model: Option<String>,
    /// The serial number.
    pub serial_number: Option<String>,
    /// Where it should be.
    pub place: Option<String>,
    /// Who uses it.
    pub holder: Option<String>,
    /// The verdict today.
    pub verdict: Verdict,
}

/// A notice in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLine {
    /// 演检公〔2026〕118号
    pub number: String,
    /// The title.
    pub title: String,
    /// The day of publication.
    pub on: chengxing_metrology::Date,
    /// Who publishes it.
    pub institution: String,
    /// How many results it lists.
    pub results: i64,
    /// How many of them failed.
    pub failed: i64,
}
