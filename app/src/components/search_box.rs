//! The search box, and the button that reads a label.

use chengxing_metrology::Verdict;
use leptos::prelude::*;

use super::{Icon, VerdictLook};
use crate::{
    View,
    islands::{ScanButton, SearchBox},
};

/// The one box for everything, with what was asked in it.
pub fn search_box(view: &View<'_>, q: &str, label: &'static str) -> impl IntoView + use<> {
    let l = view.l10n();
    let action = format!("{}/search", view.lang.prefix());
    let form = view! {
        <form class="ask asks" action=action role="search">
            <label for="q">{label}</label>
            <input
                class="input"
                data-part="query"
                id="q"
                name="q"
                type="search"
                value=q.to_owned()
                autocomplete="off"
                enterkeyhint="search"
                maxlength="200"
                placeholder=l.text("search-placeholder")
            />
            {view.large.then(|| view! { <input type="hidden" name="size" value="large"/> })}
            <button class="btn"><Icon id="a-search"/><span>{l.text("search-button")}</span></button>
            {suggestions(view)}
        </form>
    };
    view! { <SearchBox>{form}</SearchBox> }
}

/// Where the island shows its suggestions, with the words it needs.
fn suggestions(view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    // In the order of `chengxing_api::VERDICTS`, which a test compares.
    let verdicts = Verdict::ALL
        .iter()
        .map(|verdict| verdict.word(l))
        .collect::<Vec<_>>()
        .join("|");
    view! {
        <ul
            class="hints"
            id="q-list"
            role="listbox"
            aria-label=l.text("suggest-list")
            data-part="list"
            data-prefix=view.lang.prefix()
            data-large=view.large.then_some("")
            data-verdicts=verdicts
            hidden
        ></ul>
        <p
            class="vh"
            role="status"
            data-part="status"
            data-none=l.text("suggest-none")
            data-one=l.text("suggest-one")
            data-many=l.text("suggest-many")
        ></p>
    }
}

/// The button that reads a label. Until a script can do it, a link to how a phone does it by itself.
pub fn scan_button(view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let inside = view! {
        <a class="btn btn-quiet" href=view.href("/about#scan") data-part="scan"><Icon id="a-scan"/><span>{l.text("scanner-open")}</span></a>
        {scanner_panel(view)}
    };
    view! { <ScanButton>{inside}</ScanButton> }
}

/// The panel of the scanner with every sentence it may need; the scanner shows one at a time.
fn scanner_panel(view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let sentences: Vec<_> = [
        ("aim", "scanner-aim"),
        ("reading", "scanner-reading"),
        ("found", "scanner-found"),
        ("no-camera", "scanner-no-camera"),
        ("denied", "scanner-denied"),
        ("no-code", "scanner-no-code"),
        ("bad-photo", "scanner-bad-photo"),
        ("not-a-label", "scanner-not-a-label"),
        ("failed", "scanner-failed"),
    ]
    .map(|(name, key)| view! { <p data-say=name hidden>{l.text(key)}</p> })
    .into_iter()
    .collect();
    view! {
        <dialog class="scanner" aria-labelledby="sc" data-part="panel" data-prefix=view.lang.prefix()>
            <form class="bar" method="dialog">
                <h2 id="sc">{l.text("scanner-title")}</h2>
                <button class="btn btn-quiet"><Icon id="a-close"/><span>{l.text("scanner-close")}</span></button>
            </form>
            <div class="lens" data-part="view" hidden><video data-part="video" playsinline muted></video></div>
            <div role="status">
                <p data-say="opening">{l.text("scanner-opening")}</p>
                {sentences}
                <div class="note" data-say="elsewhere" hidden>
                    <p><b>{l.text("scanner-elsewhere")}</b></p>
                    <p>{l.text("scanner-elsewhere-host")}<span class="code" data-part="host"></span></p>
                    <p><a data-part="offer" href=view.href("/search")>{l.text("scanner-elsewhere-offer")}</a></p>
                </div>
            </div>
            <label class="btn btn-quiet snap"><Icon id="a-camera"/><span>{l.text("scanner-photo")}</span>
                <input class="vh" type="file" accept="image/*" capture="environment" data-part="photo"/>
            </label>
            <p class="small">{l.text("scanner-private")}</p>
        </dialog>
    }
}
