//! `/i/{code}`: the page that a label leads to.

use chengxing_metrology::{
    Assessment, Conclusion, Date, InstrumentCode,
    record::MeasuredError,
    verification::{Service, VerificationType},
};
use leptos::prelude::*;

use super::KindText;
use crate::{
    Page, View,
    components::{VerdictLook, serial_compare},
};

mod band;
mod facts;
mod proof;
mod timeline;

/// Who uses an instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// The credit code.
    pub uscc: Option<String>,
    /// The name.
    pub name: String,
    /// What it does.
    pub category: Option<String>,
    /// The owner's name, masked.
    pub owner: Option<String>,
    /// The market it stands in.
    pub market: Option<String>,
}

/// One verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationEvent {
    /// The number of its publication.
    pub publication: i64,
    /// The day.
    pub on: Date,
    /// Initial, subsequent, in service.
    pub kind: VerificationType,
    /// Pass or fail.
    pub conclusion: Conclusion,
    /// The last day of validity.
    pub valid_until: Option<Date>,
    /// True when the certificate stated no end and the rule gave it.
    pub by_rule: bool,
    /// The certificate.
    pub certificate: Option<String>,
    /// Who verified.
    pub institution: String,
    /// The regulation as the certificate states it.
    pub regulation: Option<String>,
    /// The standard.
    pub standard: Option<String>,
    /// The measured error.
    pub error: Option<MeasuredError>,
    /// The number of the notice.
    pub notice: Option<String>,
    /// The publication that corrects it.
    pub corrected_by: Option<i64>,
}

/// One change of the state of service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateEvent {
    /// The number of its publication.
    pub publication: i64,
    /// From when.
    pub on: Date,
    /// The state.
    pub state: Service,
    /// The ground.
    pub ground: Option<String>,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanPage {
    /// The code.
    pub code: InstrumentCode,
    /// The kind.
    pub kind: KindText,
    /// How a buyer checks it himself, in the language of the page.
    pub self_check: Vec<String>,
    /// The model.
    pub model: Option<String>,
    /// Capacity or range.
    pub capacity: Option<String>,
    /// The accuracy class.
    pub accuracy_class: Option<String>,
    /// The serial number.
    pub serial_number: Option<String>,
    /// The maker.
    pub maker: Option<String>,
    /// The type approval.
    pub type_approval: Option<String>,
    /// The maker's unique identity.
    pub maker_uid: Option<String>,
    /// Who uses it.
    pub holder: Option<Holder>,
    /// Where it should be.
    pub place: Option<String>,
    /// The name of the division, in the language of the page.
    pub region: Option<String>,
    /// The verifications dated up to `on`, in any order, corrected ones included.
    pub verifications: Vec<VerificationEvent>,
    /// The changes of state dated up to `on`, in any order.
    pub states: Vec<StateEvent>,
    /// The assessment on `on`; `basis` and `last_pass` index [`Self::verifications`].
    pub assessment: Assessment,
    /// The day asked about.
    pub on: Date,
    /// Today.
    pub today: Date,
    /// Whether the address asked for a day (`?on=`).
    pub asked: bool,
    /// Demo data.
    pub demo: bool,
    /// The publication that registered it, or changed its description last.
    pub registered: i64,
}

/// Whether the page speaks of today or of another day: the value of `$when` in texts.
fn when(page: &ScanPage) -> &'static str {
    if page.is_today() { "now" } else { "then" }
}

impl ScanPage {
    /// Whether the day shown is today.
    fn is_today(&self) -> bool {
        self.on == self.today
    }

    /// Whether it weighs goods at a stall: then a fair scale helps.
    fn is_scale(&self) -> bool {
        self.kind.icon == "k-scale"
    }

    /// The verification that the verdict rests on.
    fn basis(&self) -> Option<&VerificationEvent> {
        self.verifications.get(self.assessment.basis?)
    }

    /// The newest verification that passed.
    fn last_pass(&self) -> Option<&VerificationEvent> {
        self.verifications.get(self.assessment.last_pass?)
    }
}

impl Page for ScanPage {
    fn title(&self, view: &View<'_>) -> String {
        let l = view.l10n();
        l.with(
            "scan-title",
            [
                ("word", self.assessment.verdict.word(l).into()),
                ("kind", self.kind.name.as_str().into()),
            ],
        )
    }

    fn description(&self, view: &View<'_>) -> Option<String> {
        let l = view.l10n();
        let place = facts::place(self, l);
        Some(l.with(
            "scan-description",
            [
                ("kind", self.kind.name.as_str().into()),
                (
                    "serial",
                    self.serial_number.as_deref().unwrap_or("none").into(),
                ),
                ("place", place.as_deref().unwrap_or("none").into()),
                ("word", self.assessment.verdict.word(l).into()),
            ],
        ))
    }

    fn islands(&self) -> bool {
        self.serial_number.is_some()
    }

    fn demo(&self) -> Option<bool> {
        Some(self.demo)
    }

    fn styles(&self) -> &'static [&'static str] {
        &["scan.css"]
    }

    fn body(self, view: &View<'_>) -> impl IntoView {
        let code = self.code.to_string();
        view! {
            {band::as_of(&self, view)}
            {band::band(&self, view)}
            <div class="wrap cols">
                <div>
                    {facts::facts(&self, view)}
                    {facts::acts(&self, view)}
                    {facts::note(&self, view)}
                    {self.serial_number.as_ref().map(|serial| serial_compare(view, &code, serial))}
                    {timeline::timeline(&self, view)}
                    {timeline::day_form(&self, view)}
                </div>
                <div>
                    {proof::self_check(&self, view)}
                    {proof::maker(&self, view)}
                    {proof::proof(&self, view)}
                </div>
            </div>
        }
    }
}
