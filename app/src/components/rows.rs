//! Rows of lists.

use leptos::prelude::*;

use super::{Icon, encode, icon::known, tag};
use crate::{
    View,
    pages::{InstrumentLine, NoticeLine},
};

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
    let mut what = line.kind.name;
    if let Some(model) = line.model {
        what = l.with(
            "row-kind-model",
            [("kind", what.into()), ("model", model.into())],
        );
    }
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
    let count = l.html(
        "notice-count",
        [
            ("results", line.results.into()),
            ("failed", line.failed.into()),
        ],
    );
    view! {
        <li>
            <h3><a href=href>{l.with("notice-heading", [("number", line.number.into()), ("title", line.title.into())])}</a></h3>
            <p inner_html=count></p>
            <p class="small"><time datetime=line.on.to_string()>{l.date(line.on)}</time><span class="gap"></span>{line.institution}</p>
        </li>
    }
}
