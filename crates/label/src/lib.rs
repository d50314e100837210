//! The label that is stuck on an instrument: a QR code of its page, the printed code, and what the
//! portal says of it on the day of printing.
//!
//! Pure: no file, no network, no clock. A label is laid out once, as a display list, and drawn from
//! that as SVG, PNG, PDF or ZPL, so that no two formats differ in what they say.
//!
//! ```
//! use chengxing_label::{LabelContent, LabelSize, Typeface, svg};
//!
//! let label = LabelContent {
//!     url: "https://chengxing.example/i/7K3M9-QX2RD-4".into(),
//!     code: "7K3M9-QX2RD-4".into(),
//!     headline: "检定有效至".into(),
//!     valid_until: Some("2027年3月31日".into()),
//!     kind: "电子计价秤".into(),
//!     class: Some("Ⅲ级".into()),
//!     serial_tail: Some("出厂编号尾号81577".into()),
//!     institution: Some("新城区计量所（演示）".into()),
//!     issuer: "秤星（演示）".into(),
//! };
//! let drawing = svg(&label, LabelSize::S50x30, &Typeface::embedded())?;
//! assert!(drawing.starts_with("<svg"));
//! # Ok::<(), chengxing_label::LabelError>(())
//! ```

mod content;
mod document;
mod error;
mod layout;
mod pdf;
mod picture;
mod qr;
mod raster;
mod svg;
mod typeface;
mod zpl;

pub use content::{Field, LabelContent, LabelSize};
pub use error::LabelError;
pub use pdf::{PdfBatch, Sheet, pdf};
pub use picture::png;
pub use qr::{Level, QUIET, Qr, qr};
pub use svg::svg;
pub use typeface::Typeface;
pub use zpl::{zpl, zpl_write};
