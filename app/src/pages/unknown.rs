//! `/i/{code}` of a code that is not in the register. The server answers 404 with it.

use chengxing_metrology::{Verdict, code::CodeError};
use leptos::prelude::*;

use super::InstrumentLine;
use crate::{
    L10n, Page, View,
    components::{Beam, Icon, VerdictLook, encode, instrument_row, raw},
    l10n::escape,
};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPage {
    /// The code as it stands in the address.
    pub typed: String,
    /// What is wrong with it; `None` for a sound code that is not registered.
    pub error: Option<CodeError>,
    /// Registered instruments whose codes look like it.
    pub near: Vec<InstrumentLine>,
}

/// So much of what was typed is shown.
const SHOWN: usize = 40;

impl UnknownPage {
    /// What was typed, shortened when it is no code by far.
    fn shown(&self) -> String {
        let mut shown: String = self.typed.chars().take(SHOWN).collect();
        if shown.len() < self.typed.len() {
            shown.push('…');
        }
        shown
    }

    /// What is wrong, as markup.
    fn diagnosis(&self, l: &'static L10n) -> String {
        match &self.error {
            Some(CodeError::Length { found }) => {
                let long = if *found > 64 { "yes" } else { "no" };
                l.html(
                    "unknown-length",
                    [("found", (*found as i64).into()), ("long", long.into())],
                )
            }
            Some(CodeError::Symbol { place, found }) => l.html(
                "unknown-symbol",
                [
                    ("place", (*place as i64).into()),
                    ("found", found.to_string().into()),
                ],
            ),
            Some(CodeError::Check {
                expected, found, ..
            }) => l.html(
                "unknown-check",
                [
                    ("expected", expected.to_string().into()),
                    ("found", found.to_string().into()),
                ],
            ),
            None => l.text("unknown-sound").to_owned(),
        }
    }
}

/// `code` with the symbols marked in which it differs from `typed`, as markup.
fn marked(code: &str, typed: &str) -> String {
    let symbols = |text: &str| -> Vec<char> {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .collect()
    };
    let typed = symbols(typed);
    let mut html = String::from("<span class=\"code\">");
    let mut at = 0;
    for c in code.chars() {
        let differs = c.is_ascii_alphanumeric() && {
            at += 1;
            // O and 0, I, L and 1 are read as one.
            typed
                .get(at - 1)
                .is_some_and(|t| *t != c && !matches!((*t, c), ('O', '0') | ('I' | 'L', '1')))
        };
        if differs {
            html.push_str("<mark>");
        }
        html.push_str(&escape(c.encode_utf8(&mut [0; 4])));
        if differs {
            html.push_str("</mark>");
        }
    }
    html.push_str("</span>");
    html
}

impl Page for UnknownPage {
    fn title(&self, view: &View<'_>) -> String {
        view.l10n().text("verdict-unknown").to_owned()
    }

    fn canonical(&self, _: &View<'_>) -> Option<String> {
        None
    }

    fn body(self, view: &View<'_>) -> impl IntoView {
        let l = view.l10n();
        let shown = self.shown();
        let diagnosis = self.diagnosis(l);
        let sentence = l.html("unknown-line", [("typed", shown.as_str().into())]);
        let sound = self.error.is_none();
        let report = view.href(&format!("/report?label={}", encode(&shown)));
        let near: Vec<_> = self
            .near
            .into_iter()
            .map(|line| {
                let heading = raw(marked(&line.code, &self.typed)).into_any();
                instrument_row(view, line, Some(heading))
            })
            .collect();
        let action = format!("{}/search", view.lang.prefix());
        view! {
            <section class="verdict v-unknown" aria-labelledby="v">
                <div class="wrap verdict-in">
                    <Icon id=Verdict::Unknown.icon() class="verdict-icon"/>
                    <h1 class="verdict-word" id="v">{Verdict::Unknown.word(l)}</h1>
                    <p class="verdict-line" inner_html=sentence></p>
                    {raw(Beam::Bare.draw(""))}
                </div>
            </section>
            <div class="wrap cols">
                <div>
                    <h2 class="h2-first">{l.text(if sound { "unknown-sound-title" } else { "unknown-slip-title" })}</h2>
                    <p inner_html=diagnosis></p>
                    {(!near.is_empty()).then(|| view! { <h3 class="near">{l.text("unknown-near")}</h3><ul class="rows">{near}</ul> })}
                    <form class="ask h2-first" action=action role="search">
                        <label for="q2">{l.text("unknown-again")}</label>
                        <input class="input code" id="q2" name="q" value=shown autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="200"/>
                        {view.large.then(|| view! { <input type="hidden" name="size" value="large"/> })}
                        <button class="btn btn-quiet"><Icon id="a-search"/><span>{l.text("search-button")}</span></button>
                    </form>
                    <h2>{l.text("unknown-forged-title")}</h2>
                    <p>{l.text("unknown-forged")}</p>
                    <div class="acts">
                        <a class="btn" href=report><Icon id="a-report"/><span>{l.text("unknown-report")}</span></a>
                        <a class="btn btn-quiet" href=view.href("/fair-scales")><Icon id="a-fair"/><span>{l.text("act-fair-scale")}</span></a>
                    </div>
                    {view.data_at.map(|at| view! { <p class="small" inner_html=l.html("shell-data-at", [("time", l.time(at).into())])></p> })}
                </div>
                <div></div>
            </div>
        }
    }

    fn styles(&self) -> &'static [&'static str] {
        &["scan.css"]
    }
}
