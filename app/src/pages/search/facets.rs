//! The filters beside the results: links with counts, and a chip for each that is set.

use leptos::prelude::*;

use super::{Choice, SearchPage, SearchQuery};
use crate::{
    View,
    components::{Icon, VerdictLook},
};

/// One line of a facet.
struct Line {
    label: String,
    count: usize,
    query: SearchQuery,
    chosen: bool,
}

pub(super) fn facets(view: &View<'_>, page: &SearchPage) -> impl IntoView + use<> {
    let l = view.l10n();
    let query = SearchQuery {
        from: 0,
        ..page.query.clone()
    };
    let verdicts = lines(
        &query,
        page.query.verdict.as_ref(),
        page.verdicts
            .iter()
            .map(|(verdict, count)| (*verdict, verdict.word(l).to_owned(), *count)),
        |query, verdict| query.verdict = verdict,
    );
    let of = |list: &[(Choice, usize)]| {
        list.iter()
            .map(|(c, n)| (c.clone(), c.label.clone(), *n))
            .collect::<Vec<_>>()
    };
    let kinds = lines(
        &query,
        page.query.kind.as_ref(),
        of(&page.kinds).into_iter(),
        |query, kind| query.kind = kind,
    );
    let regions = lines(
        &query,
        page.query.region.as_ref(),
        of(&page.regions).into_iter(),
        |query, region| query.region = region,
    );
    let chips = chips(view, &query, page);
    let mut groups = Vec::new();
    for (name, lines) in [
        ("search-verdict", verdicts),
        ("search-kind", kinds),
        ("search-region", regions),
    ] {
        if !lines.is_empty() {
            groups.push(facet(view, l.text(name), lines, page.more));
        }
    }
    (!groups.is_empty() || page.query.is_filtered()).then(
        || view! { <nav class="facets" aria-label=l.text("search-narrow")>{chips}{groups}</nav> },
    )
}

/// "All" and every value; none where there is nothing to choose.
fn lines<T: Clone + PartialEq>(
    query: &SearchQuery,
    chosen: Option<&T>,
    values: impl Iterator<Item = (T, String, usize)>,
    set: impl Fn(&mut SearchQuery, Option<T>),
) -> Vec<Line> {
    let with = |value: Option<T>| {
        let mut query = query.clone();
        set(&mut query, value);
        query
    };
    let values: Vec<_> = values.collect();
    if values.is_empty() {
        return Vec::new();
    }
    let all = values.iter().map(|(_, _, count)| count).sum();
    let mut lines = vec![Line {
        label: String::new(),
        count: all,
        query: with(None),
        chosen: chosen.is_none(),
    }];
    for (value, label, count) in values {
        let chosen = chosen == Some(&value);
        lines.push(Line {
            label,
            count,
            query: with(Some(value)),
            chosen,
        });
    }
    lines
}

fn facet(
    view: &View<'_>,
    name: &'static str,
    lines: Vec<Line>,
    more: bool,
) -> impl IntoView + use<> {
    let l = view.l10n();
    let lines: Vec<_> = lines
        .into_iter()
        .map(|line| {
            let label = if line.label.is_empty() { l.text("search-all").to_owned() } else { line.label };
            let mut count = l.number(line.count as i64);
            // Not all were counted: none of these numbers is the last word.
            if more {
                count.push('+');
            }
            view! { <li><a href=view.href(&line.query.address()) aria-current=line.chosen.then_some("true")><span>{label}</span><span class="num">{count}</span></a></li> }
        })
        .collect();
    view! { <details><summary>{name}</summary><ul class="facet">{lines}</ul></details> }
}

fn chips(view: &View<'_>, query: &SearchQuery, page: &SearchPage) -> impl IntoView + use<> {
    let l = view.l10n();
    let mut chips = Vec::new();
    let mut add = |label: String, rest: SearchQuery| {
        chips.push(view! {
            <li><a href=view.href(&rest.address())>{label}<Icon id="a-close"/><span class="vh">{l.text("search-remove")}</span></a></li>
        });
    };
    if let Some(verdict) = page.query.verdict {
        add(
            verdict.word(l).to_owned(),
            SearchQuery {
                verdict: None,
                ..query.clone()
            },
        );
    }
    if let Some(kind) = &page.query.kind {
        add(
            kind.label.clone(),
            SearchQuery {
                kind: None,
                ..query.clone()
            },
        );
    }
    if let Some(region) = &page.query.region {
        add(
            region.label.clone(),
            SearchQuery {
                region: None,
                ..query.clone()
            },
        );
    }
    (!chips.is_empty()).then(|| view! { <ul class="chips">{chips}</ul> })
}
