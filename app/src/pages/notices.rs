//! `/notices`: the notices of verification (检定公示), newest first.

use leptos::prelude::*;

use super::{NoticeLine, search::Choice};
use crate::{
    Page, View,
    components::{Icon, encode, notice_row},
};

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticesQuery {
    /// `region`
    pub region: Option<Choice>,
    /// `year`
    pub year: Option<i16>,
    /// `before`: the cursor of the page before.
    pub before: Option<String>,
}

impl NoticesQuery {
    /// The path and query, without the language's prefix.
    pub fn address(&self) -> String {
        let mut parameters = Vec::new();
        if let Some(region) = &self.region {
            parameters.push(format!("region={}", encode(&region.value)));
        }
        if let Some(year) = self.year {
            parameters.push(format!("year={year}"));
        }
        if let Some(before) = &self.before {
            parameters.push(format!("before={}", encode(before)));
        }
        if parameters.is_empty() {
            "/notices".to_owned()
        } else {
            format!("/notices?{}", parameters.join("&"))
        }
    }
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticesPage {
    /// What was asked.
    pub query: NoticesQuery,
    /// The notices asked for, newest first.
    pub notices: Vec<NoticeLine>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// The divisions that can be chosen, in order.
    pub regions: Vec<Choice>,
    /// The years that can be chosen, newest first.
    pub years: Vec<i16>,
}

impl Page for NoticesPage {
    fn title(&self, view: &View<'_>) -> String {
        view.l10n().text("notices-title").to_owned()
    }

    fn description(&self, view: &View<'_>) -> Option<String> {
        Some(view.l10n().text("notices-description").to_owned())
    }

    fn canonical(&self, _: &View<'_>) -> Option<String> {
        // The first page of the whole list is the one to know; the notices themselves are found from it.
        (self.query == NoticesQuery::default()).then(|| "/notices".to_owned())
    }

    fn section(&self) -> Option<&'static str> {
        Some("/notices")
    }

    fn feeds(&self) -> bool {
        true
    }

    fn body(self, view: &View<'_>) -> impl IntoView {
        let l = view.l10n();
        let chosen = self.query.region.is_some() || self.query.year.is_some();
        let empty = self.notices.is_empty();
        let none = match (self.query.before.is_some(), chosen) {
            (true, _) => "notices-past",
            (false, true) => "notices-none-chosen",
            (false, false) => "notices-none",
        };
        let next = self.next.as_ref().map(|next| {
            view.href(
                &NoticesQuery {
                    before: Some(next.clone()),
                    ..self.query.clone()
                }
                .address(),
            )
        });
        let first = self.query.before.is_some().then(|| {
            view.href(
                &NoticesQuery {
                    before: None,
                    ..self.query.clone()
                }
                .address(),
            )
        });
        let all = chosen.then(|| view.href("/notices"));
        let choose = choose(view, &self);
        let rows: Vec<_> = self
            .notices
            .into_iter()
            .map(|line| notice_row(view, line))
            .collect();
        view! {
            <div class="wrap">
                <div class="head">
                    <h1>{l.text("notices-title")}</h1>
                    <p>{l.text("notices-lead")}</p>
                </div>
                {choose}
                {all.map(|href| view! { <p><a class="go" href=href>{l.text("notices-all")}</a></p> })}
                {if empty {
                    view! { <p class="h2-first">{l.text(none)}</p> }.into_any()
                } else {
                    view! { <h2 class="vh">{l.text("notices-list")}</h2><ul class="rows notices">{rows}</ul> }.into_any()
                }}
                {(first.is_some() || next.is_some()).then(|| view! {
                    <nav class="pager" aria-label=l.text("pager")>
                        {first.map(|href| view! { <a class="go" href=href><Icon id="a-back"/>{l.text("notices-newest")}</a> })}
                        {next.map(|href| view! { <a class="go" rel="next" href=href>{l.text("notices-older")}<Icon id="a-go"/></a> })}
                    </nav>
                })}
                <p class="noprint">
                    <a class="go" href="/feeds/notices.atom"><Icon id="a-feed"/><span>{l.text("notices-atom")}</span></a>
                    <a class="go" href="/feeds/notices.json"><Icon id="a-feed"/><span>{l.text("notices-json")}</span></a>
                </p>
            </div>
        }
    }
}

/// The filters: a form, so that a region is two taps away without a script.
fn choose(view: &View<'_>, page: &NoticesPage) -> impl IntoView + use<> {
    let l = view.l10n();
    if page.regions.is_empty() && page.years.is_empty() {
        return None;
    }
    let region = page.query.region.as_ref().map(|r| r.value.clone());
    let regions: Vec<_> = page
        .regions
        .iter()
        .map(|choice| {
            let selected = region.as_ref() == Some(&choice.value);
            view! { <option value=choice.value.clone() selected=selected>{choice.label.clone()}</option> }
        })
        .collect();
    let years: Vec<_> = page
        .years
        .iter()
        .map(|year| view! { <option value=year.to_string() selected=page.query.year == Some(*year)>{l.with("notices-year-of", [("year", year.to_string().into())])}</option> })
        .collect();
    Some(view! {
        <form class="choose" action=format!("{}/notices", view.lang.prefix())>
            <div>
                <label for="region">{l.text("search-region")}</label>
                <select class="input" id="region" name="region"><option value="">{l.text("search-all")}</option>{regions}</select>
            </div>
            <div>
                <label for="year">{l.text("notices-year")}</label>
                <select class="input" id="year" name="year"><option value="">{l.text("search-all")}</option>{years}</select>
            </div>
            {view.large.then(|| view! { <input type="hidden" name="size" value="large"/> })}
            <button class="btn btn-quiet">{l.text("notices-choose")}</button>
        </form>
    })
}
