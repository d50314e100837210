//! `/search`.

use chengxing_metrology::{Assessment, Date, InstrumentCode, Verdict, code::CodeError};
use leptos::prelude::*;

use super::InstrumentLine;
use crate::{
    L10n, Page, View,
    components::{Icon, encode, instrument_row, kind_model, known_icon, search_box, tag},
};

mod code;
mod facets;
mod marked;

pub use code::reading;
use marked::marked;

/// How many results a page shows.
pub const PAGE: usize = 20;

/// A value that a filter can have, with its name in the language of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// As it stands in the address: `price_computing_scale`, `150102`.
    pub value: String,
    /// Its name.
    pub label: String,
}

/// What the address asks for. All of it is in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// The text as typed: `q`.
    pub q: String,
    /// `verdict`
    pub verdict: Option<Verdict>,
    /// `kind`
    pub kind: Option<Choice>,
    /// `region`
    pub region: Option<Choice>,
    /// How many results to pass over: `from`.
    pub from: usize,
}

impl SearchQuery {
    /// The path and query of this search, without the language's prefix.
    pub fn address(&self) -> String {
        let mut address = String::from("/search");
        let mut add = |name: &str, value: &dyn std::fmt::Display| {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(name);
            address.push('=');
            address.push_str(&value.to_string());
        };
        if !self.q.is_empty() {
            add("q", &encode(&self.q));
        }
        if let Some(verdict) = self.verdict {
            add("verdict", &verdict.as_str());
        }
        if let Some(kind) = &self.kind {
            add("kind", &encode(&kind.value));
        }
        if let Some(region) = &self.region {
            add("region", &encode(&region.value));
        }
        if self.from > 0 {
            add("from", &self.from);
        }
        address
    }

    /// Whether a filter is set.
    pub const fn is_filtered(&self) -> bool {
        self.verdict.is_some() || self.kind.is_some() || self.region.is_some()
    }

    /// Whether anything is asked at all.
    pub fn is_empty(&self) -> bool {
        self.q.trim().is_empty() && !self.is_filtered()
    }
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchRow {
    /// The instrument.
    pub line: InstrumentLine,
    /// The last day of validity.
    pub valid_until: Option<Date>,
    /// Days left today.
    pub days_left: Option<i32>,
    /// Since when the cause of the verdict holds.
    pub since: Option<Date>,
}

impl SearchRow {
    /// An instrument with what its assessment today says.
    pub fn new(line: InstrumentLine, told: &Assessment) -> Self {
        Self {
            line,
            valid_until: told.valid_until,
            days_left: told.days_left,
            since: told.since,
        }
    }
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    /// What was asked.
    pub query: SearchQuery,
    /// The text as understood: full-width forms and stray spaces gone.
    pub understood: String,
    /// What the text is as an instrument code, when it looks like one: see [`reading`].
    pub code: Option<Result<InstrumentCode, CodeError>>,
    /// The page asked for.
    pub rows: Vec<SearchRow>,
    /// How many fit.
    pub total: usize,
    /// True when there are more than were counted.
    pub more: bool,
    /// How many fit, by verdict, with the other filters applied.
    pub verdicts: Vec<(Verdict, usize)>,
    /// By kind.
    pub kinds: Vec<(Choice, usize)>,
    /// By division.
    pub regions: Vec<(Choice, usize)>,
    /// When nothing was found: instruments that look like what was asked.
    pub near: Vec<InstrumentLine>,
}

impl Page for SearchPage {
    fn title(&self, view: &View<'_>) -> String {
        let l = view.l10n();
        if self.query.q.trim().is_empty() {
            l.text("search-title").to_owned()
        } else {
            l.with("search-title-of", [("q", shown(&self.query.q).into())])
        }
    }

    fn description(&self, view: &View<'_>) -> Option<String> {
        Some(view.l10n().text("search-description").to_owned())
    }

    fn islands(&self) -> bool {
        true
    }

    fn canonical(&self, _: &View<'_>) -> Option<String> {
        (self.query.is_empty() && self.query.from == 0).then(|| "/search".to_owned())
    }

    fn section(&self) -> Option<&'static str> {
        Some("/search")
    }

    fn body(self, view: &View<'_>) -> impl IntoView {
        let l = view.l10n();
        let head = view! {
            <div class="head">
                <h1 class="vh">{l.text("search-title")}</h1>
                {search_box(view, &self.query.q, l.text("home-search"))}
            </div>
        };
        if self.query.is_empty() {
            return view! { <div class="wrap">{head}{examples(l)}</div> }.into_any();
        }
        let understood =
            (!self.understood.is_empty() && self.understood != self.query.q).then(|| {
                let html = l.html("search-understood", [("q", shown(&self.understood).into())]);
                view! { <p class="small" inner_html=html></p> }
            });
        let diagnosis = code::diagnosis(view, self.code.as_ref(), self.rows.is_empty());
        let facets = facets::facets(view, &self);
        let terms = marked::terms(&self.understood);
        let results = if self.rows.is_empty() {
            nothing(view, self.near, &self.query).into_any()
        } else {
            let pager = pager(view, &self);
            let rows: Vec<_> = self
                .rows
                .into_iter()
                .map(|row| result(view, row, &terms))
                .collect();
            let count = l.with(
                "search-count",
                [
                    ("count", (self.total as i64).into()),
                    ("more", word(self.more).into()),
                ],
            );
            view! { <h2 class="h2-first">{count}</h2><ul class="rows">{rows}</ul>{pager} }
                .into_any()
        };
        view! {
            <div class="wrap">
                {head}
                <div class="with-facets">
                    {facets}
                    <div>{understood}{diagnosis}{results}</div>
                </div>
            </div>
        }
        .into_any()
    }
}

/// So much of a query is repeated to the reader.
fn shown(q: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = q.chars().take(SHOWN).collect();
    if shown.len() < q.len() {
        shown.push('…');
    }
    shown
}

const fn word(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// One result: where it should be and whose it is, what it is, and its verdict with the day.
fn result(view: &View<'_>, row: SearchRow, terms: &[Vec<char>]) -> impl IntoView + use<> {
    let l = view.l10n();
    let line = row.line;
    let href = view.href(&format!("/i/{}", line.code));
    let what = kind_model(l, line.kind.name, line.model.as_deref());
    let place = match (line.place, line.holder) {
        (Some(place), Some(holder)) => Some(l.with(
            "row-place-holder",
            [("place", place.into()), ("holder", holder.into())],
        )),
        (place, holder) => place.or(holder),
    };
    let number = match line.serial_number {
        Some(serial) => l
            .with("search-serial", [("serial", "\u{0}".into())])
            .replace(
                '\u{0}',
                &format!("<span class=\"code\">{}</span>", marked(&serial, terms)),
            ),
        None => l.html("search-code", [("code", line.code.into())]),
    };
    // An instrument of which nobody wrote down where it is still has a heading.
    let (heading, below) = match place {
        Some(place) => (
            marked(&place, terms),
            format!("{}{number}", marked(&what, terms)),
        ),
        None => (
            marked(&what, terms),
            number.trim_start_matches(['，', ',', ' ']).to_owned(),
        ),
    };
    let day = when(l, line.verdict, row.valid_until, row.days_left, row.since);
    view! {
        <li class="row">
            <Icon id=known_icon(&line.kind.icon)/>
            <div>
                <h3><a href=href inner_html=heading></a></h3>
                <p inner_html=below></p>
                <p class="said">{tag(line.verdict, l)}{day.map(|day| view! { <span class="small" inner_html=day></span> })}</p>
            </div>
        </li>
    }
}

/// The day beside a verdict, as markup.
fn when(
    l: &'static L10n,
    verdict: Verdict,
    until: Option<Date>,
    left: Option<i32>,
    since: Option<Date>,
) -> Option<String> {
    let until = || until.map(|d| l.date(d));
    let (key, date) = match verdict {
        Verdict::Valid => ("search-until", until()?),
        Verdict::DueSoon => {
            let days = i64::from(left?);
            return Some(l.html(
                "search-due",
                [("date", until()?.into()), ("days", days.into())],
            ));
        }
        Verdict::Expired => ("search-expired", until()?),
        Verdict::Failed | Verdict::Suspended => ("search-since", l.date(since?)),
        Verdict::NeverVerified | Verdict::Unknown => return None,
    };
    Some(l.html(key, [("date", date.into())]))
}

fn pager(view: &View<'_>, page: &SearchPage) -> impl IntoView + use<> {
    let l = view.l10n();
    let first = page.query.from + 1;
    let last = page.query.from + page.rows.len();
    let at = |from: usize| {
        view.href(
            &SearchQuery {
                from,
                ..page.query.clone()
            }
            .address(),
        )
    };
    let previous = (page.query.from > 0).then(|| at(page.query.from.saturating_sub(PAGE)));
    let next = (last < page.total).then(|| at(last));
    let range = l.with(
        "search-range",
        [
            ("first", (first as i64).into()),
            ("last", (last as i64).into()),
            ("total", (page.total as i64).into()),
            ("more", word(page.more).into()),
        ],
    );
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=l.text("pager")>
                <span>{range}</span>
                {previous.map(|href| view! { <a class="go" rel="prev" href=href><Icon id="a-back"/>{l.text("pager-previous")}</a> })}
                {next.map(|href| view! { <a class="go" rel="next" href=href>{l.text("pager-next")}<Icon id="a-go"/></a> })}
            </nav>
        }
    })
}

/// Nothing fits: what looks like it, and what to try.
fn nothing(
    view: &View<'_>,
    near: Vec<InstrumentLine>,
    query: &SearchQuery,
) -> impl IntoView + use<> {
    let l = view.l10n();
    // A page that has run out of results is not a search without results.
    let past = query.from > 0;
    let key = match (past, query.q.trim().is_empty()) {
        (true, _) => "search-past",
        (false, true) => "search-none-filtered",
        (false, false) => "search-none",
    };
    let title = l.with(key, [("q", shown(query.q.trim()).into())]);
    let unfiltered = query.is_filtered().then(|| {
        view.href(
            &SearchQuery {
                q: query.q.clone(),
                ..SearchQuery::default()
            }
            .address(),
        )
    });
    let first = past.then(|| {
        view.href(
            &SearchQuery {
                from: 0,
                ..query.clone()
            }
            .address(),
        )
    });
    let near: Vec<_> = near
        .into_iter()
        .map(|line| instrument_row(view, line, None))
        .collect();
    view! {
        <h2 class="h2-first">{title}</h2>
        {first.map(|href| view! { <p><a class="go" href=href>{l.text("search-first")}</a></p> })}
        {unfiltered.filter(|_| !query.q.trim().is_empty()).map(|href| view! { <p><a class="go" href=href>{l.text("search-unfiltered")}</a></p> })}
        {(!near.is_empty()).then(|| view! { <h3>{l.text("search-near")}</h3><ul class="rows">{near}</ul> })}
        {(!past).then(|| view! {
            <ul class="tips">
                <li>{l.text("search-tip-short")}</li>
                <li><span inner_html=l.text("search-tip-code")></span></li>
                <li>{l.text("search-tip-unregistered")}</li>
            </ul>
        })}
    }
}

/// What can be asked, when nothing is.
fn examples(l: &'static L10n) -> impl IntoView {
    let line = |name: &'static str, text: &'static str| view! { <div><dt>{l.text(name)}</dt><dd inner_html=l.text(text)></dd></div> };
    view! {
        <h2 class="h2-first">{l.text("search-empty")}</h2>
        <dl class="facts">
            {line("search-by-code", "search-by-code-text")}
            {line("search-by-serial", "search-by-serial-text")}
            {line("search-by-holder", "search-by-holder-text")}
            {line("search-by-place", "search-by-place-text")}
            {line("search-by-kind", "search-by-kind-text")}
        </dl>
    }
}
