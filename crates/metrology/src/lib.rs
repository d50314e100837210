//! Legal metrology as plain values: what an instrument is, what a verification says, and what
//! follows from both on a given day.
//!
//! *Is:* kinds and intervals read from dated rule files, verification, verdict, public codes,
//! credit codes, region codes, certificate numbers, serial numbers, masked names, and the records
//! that enter the register.
//!
//! *Is not:* storage, transport or text for a reader. There is no I/O, no clock and no randomness
//! here: files arrive as text, the day arrives as an argument.
//!
//! *The one rule:* nothing here is ever greener than the record. What is not known is not valid.

pub mod certificate;
pub mod clock;
pub mod code;
pub mod credit_code;
pub mod fold;
pub mod identity;
pub mod kind;
pub mod mask;
pub mod record;
pub mod region;
pub mod rules;
pub mod serial;
pub mod terms;
pub mod verdict;
pub mod verification;

pub use certificate::CertificateNumber;
pub use code::InstrumentCode;
pub use credit_code::CreditCode;
pub use jiff::civil::Date;
pub use kind::KindId;
pub use region::{Division, Divisions, RegionCode};
pub use rules::Rules;
pub use verdict::{Assessment, History, Reason, Verdict, assess};
pub use verification::{Conclusion, Service, StateChange, Verification, VerificationType};
