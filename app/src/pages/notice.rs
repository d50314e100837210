//! `/notices/{number}`: one notice of verification with its results, failed ones first.

use chengxing_metrology::{Conclusion, Date};
use leptos::prelude::*;

use super::{InstrumentLine, NoticeLine};
use crate::{
    L10n, Page, View,
    components::{Icon, encode, kind_model, tag, with_whole_dates},
};

/// One result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeResultLine {
    /// The instrument, with its verdict today.
    pub line: InstrumentLine,
    /// The day of verification.
    pub on: Date,
    /// Pass or fail.
    pub conclusion: Conclusion,
    /// The last day of validity.
    pub valid_until: Option<Date>,
    /// The certificate.
    pub certificate: Option<String>,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePage {
    /// The notice.
    pub notice: NoticeLine,
    /// The name of its division, in the language of the page.
    pub region: Option<String>,
    /// One page of its results.
    pub results: Vec<NoticeResultLine>,
    /// The cursor of the next page of results: `after`.
    pub next: Option<String>,
    /// Whether this is a later page.
    pub later: bool,
    /// The publication that carries the notice.
    pub publication: i64,
    /// Demo data.
    pub demo: bool,
}

impl NoticePage {
    fn path(&self) -> String {
        format!("/notices/{}", encode(&self.notice.number))
    }
}

impl Page for NoticePage {
    fn title(&self, view: &View<'_>) -> String {
        view.l10n().with(
            "notice-heading",
            [
                ("number", self.notice.number.as_str().into()),
                ("title", self.notice.title.as_str().into()),
            ],
        )
    }

    fn description(&self, view: &View<'_>) -> Option<String> {
        let l = view.l10n();
        let n = &self.notice;
        Some(l.with(
            "notice-description",
            [
                ("title", n.title.as_str().into()),
                ("institution", n.institution.as_str().into()),
                ("date", l.date(n.on).into()),
                ("results", n.results.into()),
                ("failed", n.failed.into()),
            ],
        ))
    }

    fn canonical(&self, _: &View<'_>) -> Option<String> {
        (!self.later).then(|| self.path())
    }

    fn section(&self) -> Option<&'static str> {
        Some("/notices")
    }

    fn demo(&self) -> Option<bool> {
        Some(self.demo)
    }

    fn body(mut self, view: &View<'_>) -> impl IntoView {
        let l = view.l10n();
        let path = self.path();
        let next = self
            .next
            .as_ref()
            .map(|next| view.href(&format!("{path}?after={}", encode(next))));
        let first = self.later.then(|| view.href(&path));
        // The register sends them so; a reader must be able to rely on it.
        self.results
            .sort_by_key(|r| r.conclusion != Conclusion::Fail);
        let tally = l.html(
            "notice-tally",
            [
                ("results", self.notice.results.into()),
                ("failed", self.notice.failed.into()),
            ],
        );
        let table =
            (!self.results.is_empty()).then(|| table(view, std::mem::take(&mut self.results)));
        let n = self.notice;
        view! {
            <div class="wrap">
                <div class="head">
                    <p class="crumb noprint"><a href=view.href("/notices")><Icon id="a-back"/>{l.text("notices-title")}</a></p>
                    <h1 inner_html=with_whole_dates(&n.title)></h1>
                    <p class="lead" inner_html=tally></p>
                </div>
                <dl class="facts">
                    <div><dt>{l.text("notice-number")}</dt><dd>{n.number}</dd></div>
                    <div><dt>{l.text("notice-date")}</dt><dd><time datetime=n.on.to_string()>{l.date(n.on)}</time></dd></div>
                    <div><dt>{l.text("notice-institution")}</dt><dd>{n.institution}</dd></div>
                    {self.region.map(|region| view! { <div><dt>{l.text("notice-region")}</dt><dd>{region}</dd></div> })}
                </dl>
                <h2>{l.text("notice-results")}</h2>
                {table}
                {(first.is_some() || next.is_some()).then(|| view! {
                    <nav class="pager" aria-label=l.text("pager")>
                        {first.map(|href| view! { <a class="go" href=href><Icon id="a-back"/>{l.text("pager-first")}</a> })}
                        {next.map(|href| view! { <a class="go" rel="next" href=href>{l.text("pager-next")}<Icon id="a-go"/></a> })}
                    </nav>
                })}
                <p class="small">{l.with("notice-publication", [("publication", self.publication.into())])}</p>
            </div>
        }
    }
}

fn table(view: &View<'_>, results: Vec<NoticeResultLine>) -> impl IntoView + use<> {
    let l = view.l10n();
    let rows: Vec<_> = results
        .into_iter()
        .map(|result| row(view, result))
        .collect();
    let heads: Vec<_> = [
        "notice-instrument",
        "fact-serial",
        "notice-on",
        "notice-conclusion",
        "notice-certificate",
        "notice-today",
    ]
    .map(|key| view! { <th scope="col">{l.text(key)}</th> })
    .into_iter()
    .collect();
    view! {
        <table class="stack results">
            <caption>{l.text("notice-caption")}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(view: &View<'_>, result: NoticeResultLine) -> impl IntoView + use<> {
    let l = view.l10n();
    let line = result.line;
    let href = view.href(&format!("/i/{}", line.code));
    let what = kind_model(l, line.kind.name, line.model.as_deref());
    let place = match (line.place, line.holder) {
        (Some(place), Some(holder)) => Some(l.with(
            "row-place-holder",
            [("place", place.into()), ("holder", holder.into())],
        )),
        (place, holder) => place.or(holder),
    };
    let failed = result.conclusion == Conclusion::Fail;
    view! {
        <tr class=failed.then_some("failed")>
            <th scope="row"><a href=href>{what}</a>{place.map(|place| view! { <span class="small">{place}</span> })}</th>
            <td data-k=l.text("fact-serial")>{match line.serial_number {
                Some(serial) => view! { <span class="code">{serial}</span> }.into_any(),
                None => l.text("notice-no-serial").into_any(),
            }}</td>
            <td data-k=l.text("notice-on")><time datetime=result.on.to_string()>{l.date(result.on)}</time></td>
            <td data-k=l.text("notice-conclusion")><span inner_html=conclusion(l, failed, result.valid_until)></span></td>
            <td data-k=l.text("notice-certificate")>{match result.certificate {
                Some(certificate) => view! { <span class="code">{certificate}</span> }.into_any(),
                None => l.text("notice-no-certificate").into_any(),
            }}</td>
            <td data-k=l.text("notice-today")><span>{tag(line.verdict, l)}</span></td>
        </tr>
    }
}

fn conclusion(l: &'static L10n, failed: bool, until: Option<Date>) -> String {
    match (failed, until) {
        (true, _) => l.text("notice-failed").to_owned(),
        (false, Some(until)) => l.html("notice-passed-until", [("date", l.date(until).into())]),
        (false, None) => l.text("notice-passed").to_owned(),
    }
}
