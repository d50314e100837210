//! The languages and their texts.
//!
//! Texts are Fluent messages in `locales/`. Those without parameters are resolved once, at the start. A
//! message may hold markup (`<b>`, `<span class="nb">`): then it is read by [`L10n::html`], which escapes every
//! argument, and goes into `inner_html`.

use std::{borrow::Cow, str::FromStr, sync::LazyLock};

use chengxing_metrology::Date;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use message::Message;
use rustc_hash::FxHashMap;
use unic_langid::LanguageIdentifier;

mod format;
mod message;
#[cfg(test)]
mod tests;

pub use format::{escape, escape_into};

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 中文, the source.
    ZhCn,
    /// English.
    En,
}

/// The path names no language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such language")]
pub struct LangError;

impl Lang {
    /// Every language that is on.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// What stands before the path: `""`, `"/en"`.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::ZhCn => "",
            Self::En => "/en",
        }
    }

    /// The value of `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// What the language switch calls it, in itself.
    pub const fn switch(self) -> &'static str {
        match self {
            Self::ZhCn => "中文",
            Self::En => "EN",
        }
    }

    /// Its texts.
    pub fn l10n(self) -> &'static L10n {
        static ZH_CN: LazyLock<L10n> = LazyLock::new(|| L10n::new(Lang::ZhCn));
        static EN: LazyLock<L10n> = LazyLock::new(|| L10n::new(Lang::En));
        match self {
            Self::ZhCn => &ZH_CN,
            Self::En => &EN,
        }
    }

    const fn sources(self) -> &'static [&'static str] {
        match self {
            Self::ZhCn => &ZH_CN_SOURCES,
            Self::En => &EN_SOURCES,
        }
    }
}

impl FromStr for Lang {
    type Err = LangError;

    /// From a language tag: `zh-CN`, `en`.
    fn from_str(tag: &str) -> Result<Self, LangError> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.tag() == tag)
            .ok_or(LangError)
    }
}

macro_rules! sources {
    ($lang:literal) => {
        [
            include_str!(concat!("../locales/", $lang, "/shell.ftl")),
            include_str!(concat!("../locales/", $lang, "/verdict.ftl")),
            include_str!(concat!("../locales/", $lang, "/scan.ftl")),
            include_str!(concat!("../locales/", $lang, "/home.ftl")),
            include_str!(concat!("../locales/", $lang, "/error.ftl")),
            include_str!(concat!("../locales/", $lang, "/search.ftl")),
            include_str!(concat!("../locales/", $lang, "/notices.ftl")),
            include_str!(concat!("../locales/", $lang, "/about.ftl")),
            include_str!(concat!("../locales/", $lang, "/islands.ftl")),
        ]
    };
}

const ZH_CN_SOURCES: [&str; 9] = sources!("zh-CN");
const EN_SOURCES: [&str; 9] = sources!("en");

/// The texts of one language.
pub struct L10n {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
    plain: FxHashMap<&'static str, String>,
    messages: FxHashMap<&'static str, Message>,
}

/// What fills a place in a message.
pub type Arg<'a> = FluentValue<'a>;

impl L10n {
    fn new(lang: Lang) -> Self {
        let mut bundle = FluentBundle::new_concurrent(
            lang.tag()
                .parse::<LanguageIdentifier>()
                .into_iter()
                .collect(),
        );
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(format::value));
        for source in lang.sources() {
            // A file with an error still yields its sound messages; a test refuses it.
            let resource = FluentResource::try_new((*source).to_owned())
                .unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        let mut plain = FxHashMap::default();
        let mut messages = FxHashMap::default();
        for key in lang.sources().iter().flat_map(|source| keys(source)) {
            let mut errors = Vec::new();
            if let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) {
                let text = bundle
                    .format_pattern(pattern, None, &mut errors)
                    .into_owned();
                if errors.is_empty() {
                    plain.insert(key, text);
                } else if let Some(message) = Message::of(pattern) {
                    messages.insert(key, message);
                }
            }
        }
        Self {
            lang,
            bundle,
            plain,
            messages,
        }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// A text without parameters. A key that does not exist is its own text: seen at once, and no page fails.
    pub fn text(&'static self, key: &'static str) -> &'static str {
        self.plain.get(key).map_or(key, String::as_str)
    }

    /// A text with its parameters filled in, to be escaped by whoever writes it into a page.
    pub fn with<const N: usize>(&self, key: &str, args: [(&'static str, Arg<'_>); N]) -> String {
        let mut text = String::with_capacity(64);
        if let Some(message) = self.messages.get(key)
            && message.write(&args, false, &mut text)
        {
            return text;
        }
        self.resolve(key, args)
    }

    /// A text that holds markup, with its parameters escaped and filled in: for `inner_html`.
    pub fn html<const N: usize>(&self, key: &str, args: [(&'static str, Arg<'_>); N]) -> String {
        let mut html = String::with_capacity(96);
        if let Some(message) = self.messages.get(key)
            && message.write(&args, true, &mut html)
        {
            return html;
        }
        self.resolve(
            key,
            args.map(|(name, value)| match value {
                FluentValue::String(text) => (name, FluentValue::String(Cow::Owned(escape(&text)))),
                other => (name, other),
            }),
        )
    }

    /// A message as Fluent resolves it.
    fn resolve<'a>(
        &self,
        key: &str,
        args: impl IntoIterator<Item = (&'static str, Arg<'a>)>,
    ) -> String {
        let mut filled = FluentArgs::new();
        for (name, value) in args {
            filled.set(name, value);
        }
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return key.to_owned();
        };
        self.bundle
            .format_pattern(pattern, Some(&filled), &mut Vec::new())
            .into_owned()
    }

    /// 2026年11月23日, 23 November 2026.
    pub fn date(&self, date: Date) -> String {
        format::date(self.lang, date)
    }

    /// 2026年11月23日15时40分, 23 November 2026, 15:40; from seconds since the epoch, in Asia/Shanghai.
    pub fn time(&self, unix: i64) -> String {
        format::time(self.lang, unix)
    }

    /// 1,284,306.
    pub fn number(&self, number: i64) -> String {
        format::number(number)
    }
}

/// The keys of the messages in a Fluent file.
fn keys(source: &'static str) -> impl Iterator<Item = &'static str> {
    source
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        .filter(|key| {
            key.starts_with(|c: char| c.is_ascii_lowercase())
                && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}
