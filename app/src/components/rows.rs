//! Rows of lists.

use leptos::prelude::*;

use super::{Icon, encode, icon::known, tag, with_whole_dates};
use crate::{
    L10n, View,
    l10n::escape,
    pages::{InstrumentLine, NoticeLine},
};

/// Kind and model in one: 电子计价秤ACS-15, but Аспираторы ПУ-4Э.
pub fn kind_model(l: &'static L10n, kind: String, model: Option<&str>) -> String {
    match model {
        Some(model) => l.with(
            "row-kind-model",
            [
                ("gap", gap(&kind, model).into()),
                ("kind", kind.into()),
                ("model", model.into()),
            ],
        ),
        None => kind,
    }
}

/// What stands between a kind and a model in Chinese: nothing, unless both are in letters.
pub fn gap(kind: &str, model: &str) -> &'static str {
    let letter = |c: Option<char>| c.is_some_and(|c| c < '\u{2E80}');
    if letter(kind.chars().next_back()) && letter(model.chars().next()) {
        " "
    } else {
        ""
    }
}

/// An instrument in a list: the whole row leads to its page. `heading` replaces its code there.
pub fn instrument_row(
    view: &View<'_>,
    line: InstrumentLine,
    heading: Option<AnyView>,
) -> impl IntoView + use<> {
    let l = view.l10n();
    let href = view.href(&format!("/i/{}", line.code));
    let heading =
        heading.unwrap_or_else(|| view! { <span class="code">{line.code}</span> }.into_any());
    let what = kind_model(l, line.kind.name, line.model.as_deref());
    let place = match (line.place, line.holder) {
        (Some(place), Some(holder)) => Some(l.with(
            "row-place-holder",
            [("place", place.into()), ("holder", holder.into())],
        )),
        (place, holder) => place.or(holder),
    };
    let what = match place {
        Some(place) => l.with(
            "row-what-where",
            [("what", what.into()), ("where", place.into())],
        ),
        None => what,
    };
    view! {
        <li class="row">
            <Icon id=known(&line.kind.icon)/>
            <div>
                <h3><a href=href>{heading}</a></h3>
                <p>{what}</p>
                {line.serial_number.map(|serial| view! { <p class="small">{l.text("fact-serial")}" "<span class="code">{serial}</span></p> })}
                {tag(line.verdict, l)}
            </div>
        </li>
    }
}

/// A notice in a list.
pub fn notice_row(view: &View<'_>, line: NoticeLine) -> impl IntoView + use<> {
    let l = view.l10n();
    let href = view.href(&format!("/notices/{}", encode(&line.number)));
    // Markup already: not escaped again.
    let heading = l.with(
        "notice-heading",
        [
            ("number", escape(&line.number).into()),
            ("title", with_whole_dates(&line.title).into()),
        ],
    );
    let count = l.html(
        "notice-count",
        [
            ("results", line.results.into()),
            ("failed", line.failed.into()),
        ],
    );
    view! {
        <li>
            <h3><a href=href inner_html=heading></a></h3>
            <p inner_html=count></p>
            <p class="small"><time datetime=line.on.to_string()>{l.date(line.on)}</time><span class="gap"></span>{line.institution}</p>
        </li>
    }
}
