//! `/about`: what this is, whose the data is, how a verdict comes about, what is kept of a visit.

use chengxing_metrology::{
    Date, Rules, Verdict,
    rules::{Confidence, Mode, Regulation},
};
use leptos::prelude::*;

use crate::{L10n, Lang, Page, View, components::tag};

/// One rule of verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLine {
    /// The kind, in the language of the page.
    pub kind: String,
    /// The regulation: JJG 539-2016.
    pub document: String,
    /// The first day it applies, when that is still ahead.
    pub ahead: Option<Date>,
    /// Periodic, or once and then replaced.
    pub mode: Mode,
    /// The longest validity in months, where it is known.
    pub months: Option<u16>,
    /// When that holds, in Chinese.
    pub condition: Option<String>,
    /// Where it was read, in Chinese.
    pub source: String,
    /// How sure we are.
    pub confidence: Confidence,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutPage {
    /// The rules in force or ahead, by kind.
    pub rules: Vec<RuleLine>,
    /// With so many days left, or fewer, a pass is "due soon".
    pub due_soon_days: u16,
    /// The release that answers: 0.1.0.
    pub release: String,
    /// How many publications there are.
    pub publications: i64,
}

impl AboutPage {
    /// From the rules as they stand on `today`: of the regulations of a kind those that are in force and
    /// those that are ahead, not those that another has replaced.
    pub fn of(rules: &Rules, lang: Lang, today: Date, release: &str, publications: i64) -> Self {
        let mut lines = Vec::new();
        for kind in rules.kinds() {
            // What holds only on a condition replaces nothing but what held on the same one.
            let replaced = |old: &Regulation| {
                kind.regulation.iter().any(|new| {
                    let later =
                        new.effective_from > old.effective_from && new.effective_from.0 <= today;
                    later && (new.condition.is_none() || new.condition == old.condition)
                })
            };
            for regulation in kind.regulation.iter().filter(|r| !replaced(r)) {
                lines.push(RuleLine {
                    kind: match lang {
                        Lang::ZhCn => kind.zh.clone(),
                        Lang::En => kind.en.clone(),
                    },
                    document: regulation.document.clone(),
                    ahead: Some(regulation.effective_from.0).filter(|from| *from > today),
                    mode: regulation.mode,
                    months: regulation.interval_months,
                    condition: regulation.condition.clone(),
                    source: regulation.source.clone(),
                    confidence: regulation.confidence,
                });
            }
        }
        Self {
            rules: lines,
            due_soon_days: rules.verdict.due_soon_days,
            release: release.to_owned(),
            publications,
        }
    }
}

impl Page for AboutPage {
    fn title(&self, view: &View<'_>) -> String {
        view.l10n().text("about-title").to_owned()
    }

    fn description(&self, view: &View<'_>) -> Option<String> {
        Some(view.l10n().text("about-lead").to_owned())
    }

    fn section(&self) -> Option<&'static str> {
        Some("/about")
    }

    fn body(self, view: &View<'_>) -> impl IntoView {
        let l = view.l10n();
        let site = view.site;
        let operator = match &site.operator {
            Some(operator) => l.with(
                "about-operator",
                [("operator", operator.get(view.lang).to_owned().into())],
            ),
            None => l.text("about-no-operator").to_owned(),
        };
        let contact = match &site.contact {
            Some(contact) => contact.get(view.lang).to_owned(),
            None => l.text("about-no-contact").to_owned(),
        };
        let data = match view.data_at {
            Some(at) => l.html(
                "about-data",
                [
                    ("time", l.time(at).into()),
                    ("publications", self.publications.into()),
                ],
            ),
            None => l.text("shell-no-data").to_owned(),
        };
        view! {
            <div class="wrap prose">
                <div class="head">
                    <h1>{l.text("about-title")}</h1>
                    <p class="lead">{l.text("about-lead")}</p>
                </div>
                {contents(l, view.demo)}
                {section(l, "what", "about-what-title", &["about-what", "about-what-not"])}
                {section(l, "scan", "about-scan-title", &["about-scan", "about-scan-copy"])}
                <section aria-labelledby="whose">
                    <h2 id="whose">{l.text("about-whose-title")}</h2>
                    <p>{operator}</p>
                    <p>{l.text("about-whose")}</p>
                    <p inner_html=data></p>
                </section>
                {view.demo.then(|| section(l, "demo", "about-demo-title", &["about-demo"]))}
                {verdicts(l, self.due_soon_days)}
                {rules(l, self.rules)}
                {section(l, "corrections", "about-corrections-title", &["about-corrections", "about-corrections-how"])}
                <section aria-labelledby="privacy">
                    <h2 id="privacy">{l.text("about-privacy-title")}</h2>
                    <ul class="tips">
                        <li>{l.text("about-privacy-none")}</li>
                        <li>{l.text("about-privacy-log")}</li>
                        <li>{l.text("about-privacy-camera")}</li>
                        <li>{l.text("about-privacy-typing")}</li>
                        <li>{l.text("about-privacy-front")}</li>
                    </ul>
                </section>
                {section(l, "accessibility", "about-accessibility-title", &["about-accessibility", "about-accessibility-limits"])}
                <section aria-labelledby="contact">
                    <h2 id="contact">{l.text("about-contact-title")}</h2>
                    <p>{contact}</p>
                </section>
                <section aria-labelledby="licence">
                    <h2 id="licence">{l.text("about-licence-title")}</h2>
                    <p>{l.with("about-licence", [("release", self.release.into())])}</p>
                    <p>{l.text("about-licence-data")}</p>
                </section>
            </div>
        }
    }
}

/// Headings by id, for the list of contents.
const SECTIONS: [(&str, &str); 11] = [
    ("what", "about-what-title"),
    ("scan", "about-scan-title"),
    ("whose", "about-whose-title"),
    ("demo", "about-demo-title"),
    ("verdicts", "about-verdicts-title"),
    ("rules", "about-rules-title"),
    ("corrections", "about-corrections-title"),
    ("privacy", "about-privacy-title"),
    ("accessibility", "about-accessibility-title"),
    ("contact", "about-contact-title"),
    ("licence", "about-licence-title"),
];

fn contents(l: &'static L10n, demo: bool) -> impl IntoView {
    let items: Vec<_> = SECTIONS
        .iter()
        .filter(|(id, _)| demo || *id != "demo")
        .map(|(id, title)| view! { <li><a href=format!("#{id}")>{l.text(title)}</a></li> })
        .collect();
    view! { <nav class="contents noprint" aria-label=l.text("about-contents")><ul>{items}</ul></nav> }
}

fn section(
    l: &'static L10n,
    id: &'static str,
    title: &'static str,
    texts: &[&'static str],
) -> impl IntoView + use<> {
    let texts: Vec<_> = texts
        .iter()
        .map(|text| view! { <p>{l.text(text)}</p> })
        .collect();
    view! { <section aria-labelledby=id><h2 id=id>{l.text(title)}</h2>{texts}</section> }
}

/// How a verdict comes about: the table at the head of `metrology::verdict`, in the reader's words.
fn verdicts(l: &'static L10n, due_soon_days: u16) -> impl IntoView {
    let days = i64::from(due_soon_days);
    let rows: Vec<_> = [
        (Verdict::Failed, "about-verdict-failed"),
        (Verdict::Suspended, "about-verdict-suspended"),
        (Verdict::NeverVerified, "about-verdict-never"),
        (Verdict::Expired, "about-verdict-expired"),
        (Verdict::DueSoon, "about-verdict-due"),
        (Verdict::Valid, "about-verdict-valid"),
        (Verdict::Unknown, "about-verdict-unknown"),
    ]
    .map(|(verdict, key)| view! { <tr><th scope="row">{tag(verdict, l)}</th><td>{l.with(key, [("days", days.into())])}</td></tr> })
    .into_iter()
    .collect();
    view! {
        <section aria-labelledby="verdicts">
            <h2 id="verdicts">{l.text("about-verdicts-title")}</h2>
            <p>{l.text("about-verdicts")}</p>
            <table class="stack">
                <caption class="vh">{l.text("about-verdicts-title")}</caption>
                <thead><tr><th scope="col">{l.text("about-verdict")}</th><th scope="col">{l.text("about-verdict-when")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p>{l.with("about-due-soon", [("days", days.into())])}</p>
        </section>
    }
}

fn rules(l: &'static L10n, rules: Vec<RuleLine>) -> impl IntoView {
    let rows: Vec<_> = rules.into_iter().map(|rule| rule_row(l, rule)).collect();
    view! {
        <section aria-labelledby="rules">
            <h2 id="rules">{l.text("about-rules-title")}</h2>
            <p>{l.text("about-rules")}</p>
            <p>{l.text("about-confidence")}</p>
            <table class="stack rules">
                <caption class="vh">{l.text("about-rules-title")}</caption>
                <thead><tr>
                    <th scope="col">{l.text("notice-instrument")}</th>
                    <th scope="col">{l.text("about-regulation")}</th>
                    <th scope="col">{l.text("about-interval")}</th>
                    <th scope="col">{l.text("about-source")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

/// The numbers of regulations, each kept on one line.
fn documents(documents: &str) -> Vec<impl IntoView + use<>> {
    documents
        .split('、')
        .enumerate()
        .map(|(i, document)| view! { {(i > 0).then_some("、")}<span class="nb">{document.to_owned()}</span> })
        .collect()
}

/// Whole years from two on are told as years.
fn period(l: &'static L10n, key: &str, months: u16) -> String {
    let years = months >= 24 && months.is_multiple_of(12);
    let (unit, count) = if years {
        ("years", months / 12)
    } else {
        ("months", months)
    };
    l.with(
        key,
        [("unit", unit.into()), ("count", i64::from(count).into())],
    )
}

fn rule_row(l: &'static L10n, rule: RuleLine) -> impl IntoView {
    let interval = match (rule.months, rule.mode) {
        (None, _) => l.text("about-interval-unknown").to_owned(),
        (Some(months), Mode::Periodic) => period(l, "about-interval-periodic", months),
        (Some(months), Mode::InitialOnly) => period(l, "about-interval-replaced", months),
    };
    let confidence = l.text(match rule.confidence {
        Confidence::Law => "about-confidence-law",
        Confidence::Press => "about-confidence-press",
        Confidence::Unverified => "about-confidence-unverified",
    });
    view! {
        <tr>
            <th scope="row">{rule.kind}</th>
            <td data-k=l.text("about-regulation")><span>{documents(&rule.document)}{rule.ahead.map(|from| {
                view! { <span class="small below">{l.with("about-ahead", [("date", l.date(from).into())])}</span> }
            })}</span></td>
            <td data-k=l.text("about-interval")><span>{interval}{rule.condition.map(|c| view! { <span class="small below" lang="zh-CN">{c}</span> })}</span></td>
            <td data-k=l.text("about-source")><span><span class="plain">{confidence}</span>" "<span class="small" lang="zh-CN">{rule.source}</span></span></td>
        </tr>
    }
}
