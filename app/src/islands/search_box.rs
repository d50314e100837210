//! The search box: suggestions while one types, and without them a plain form.

use leptos::prelude::*;

/// Suggests below the field. Its child is the form that `components::search_box` writes.
#[island]
pub fn SearchBox(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::dom::wake(live::attach);
    view! { <div class="island">{children()}</div> }
}

#[cfg(feature = "hydrate")]
mod live {
    use std::cell::RefCell;
    use std::rc::Rc;

    use chengxing_api::{Suggestion, Suggestions, VERDICTS};
    use leptos::task::spawn_local;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement};

    use crate::islands::{
        address::{own_page, with_value},
        dom,
        picker::{Key, Outcome, Picker},
    };

    /// Between the last key and the question.
    const PAUSE_MS: i32 = 150;

    pub(super) fn attach(root: &Document) -> Result<(), JsValue> {
        let input: HtmlInputElement = dom::part(root, "query")?.dyn_into()?;
        let list: HtmlElement = dom::part(root, "list")?.dyn_into()?;
        // A search field may not be a combobox, a text field may.
        input.set_type("text");
        for (name, value) in [
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-expanded", "false"),
            ("aria-controls", &list.id()),
        ] {
            input.set_attribute(name, value)?;
        }
        let suggest = Rc::new(Suggest {
            document: list.owner_document().ok_or(JsValue::UNDEFINED)?,
            status: dom::part(root, "status")?,
            words: dom::data(&list, "verdicts"),
            prefix: dom::data(&list, "prefix"),
            large: list.has_attribute("data-large"),
            input,
            list,
            picker: RefCell::default(),
            items: RefCell::default(),
        });
        suggest.listen()
    }

    struct Suggest {
        document: Document,
        input: HtmlInputElement,
        list: HtmlElement,
        status: Element,
        /// The words for the verdicts, in the order of [`VERDICTS`].
        words: String,
        prefix: String,
        large: bool,
        picker: RefCell<Picker>,
        items: RefCell<Vec<Suggestion>>,
    }

    impl Suggest {
        fn listen(self: Rc<Self>) -> Result<(), JsValue> {
            let own = Rc::clone(&self);
            dom::listen(&self.input, "input", move |event| {
                // An input method is still at work: what stands there are keys, not words.
                if !dom::is_composing(event) {
                    own.typed();
                }
            })?;
            let own = Rc::clone(&self);
            dom::listen(&self.input, "compositionend", move |_| own.typed())?;
            let own = Rc::clone(&self);
            dom::listen(&self.input, "keydown", move |event| own.pressed(event))?;
            let own = Rc::clone(&self);
            dom::listen(&self.input, "blur", move |_| own.close())?;
            // The field keeps the focus while a suggestion is clicked.
            dom::listen(&self.list, "mousedown", Event::prevent_default)?;
            let own = Rc::clone(&self);
            dom::listen(&self.list, "click", move |event| own.clicked(event))
        }

        fn typed(self: &Rc<Self>) {
            let turn = self.picker.borrow_mut().typed();
            let query = self.input.value();
            if query.trim().is_empty() {
                self.close();
                return;
            }
            let own = Rc::clone(self);
            dom::after(PAUSE_MS, move || {
                if own.picker.borrow().is_current(turn) {
                    spawn_local(async move {
                        // No network, no answer: the form still works.
                        if let Some(items) = ask(query.trim()).await {
                            own.show(turn, items);
                        }
                    });
                }
            });
        }

        fn show(&self, turn: u32, items: Vec<Suggestion>) {
            if !self.picker.borrow_mut().fill(turn, items.len()) {
                return;
            }
            self.list.set_text_content(None);
            for (at, item) in items.iter().enumerate() {
                // An element that cannot be made is one suggestion less.
                let _ = self
                    .option(at, item)
                    .and_then(|option| self.list.append_child(&option));
            }
            let count = items.len();
            let key = match count {
                0 => "none",
                1 => "one",
                _ => "many",
            };
            self.status.set_text_content(Some(
                &dom::data(&self.status, key).replace('%', &count.to_string()),
            ));
            self.items.replace(items);
            self.mark();
        }

        fn option(&self, at: usize, item: &Suggestion) -> Result<Element, JsValue> {
            let option = self.document.create_element("li")?;
            option.set_id(&self.id(at));
            option.set_attribute("role", "option")?;
            let line = |name: &str, class: &str, text: &str| -> Result<(), JsValue> {
                let line = self.document.create_element(name)?;
                line.set_class_name(class);
                line.set_text_content(Some(text));
                option.append_child(&line).map(drop)
            };
            line("b", "", &item.text)?;
            if let Some(word) = item.verdict.as_deref().and_then(|v| self.word(v)) {
                line("span", "plain", word)?;
            }
            if let Some(note) = &item.note {
                line("span", "small", note)?;
            }
            Ok(option)
        }

        fn word(&self, verdict: &str) -> Option<&str> {
            let at = VERDICTS.iter().position(|v| *v == verdict)?;
            self.words.split('|').nth(at)
        }

        fn id(&self, at: usize) -> String {
            let mut id = self.list.id();
            id.push('-');
            id.push_str(&at.to_string());
            id
        }

        /// Shows on screen and to screen readers what is open and chosen.
        fn mark(&self) {
            let picker = self.picker.borrow();
            let open = picker.is_open();
            self.list.set_hidden(!open);
            let _ = self
                .input
                .set_attribute("aria-expanded", if open { "true" } else { "false" });
            let _ = match picker.chosen() {
                Some(at) => self
                    .input
                    .set_attribute("aria-activedescendant", &self.id(at)),
                None => self.input.remove_attribute("aria-activedescendant"),
            };
            let options = self.list.children();
            for at in 0..options.length() {
                if let Some(option) = options.item(at) {
                    let chosen = picker.chosen() == Some(at as usize);
                    let _ = option
                        .set_attribute("aria-selected", if chosen { "true" } else { "false" });
                    if chosen {
                        option.scroll_into_view_with_bool(false);
                    }
                }
            }
        }

        fn close(&self) {
            self.picker.borrow_mut().close();
            self.status.set_text_content(None);
            self.mark();
        }

        fn pressed(&self, event: &Event) {
            if dom::is_composing(event) {
                return;
            }
            let key = match dom::key(event).as_str() {
                "ArrowDown" => Key::Down,
                "ArrowUp" => Key::Up,
                "Enter" => Key::Enter,
                "Escape" => Key::Escape,
                "Tab" => Key::Tab,
                _ => return,
            };
            let outcome = self.picker.borrow_mut().press(key);
            match outcome {
                Outcome::Default => return,
                Outcome::Closed { swallowed: false } => {}
                Outcome::Chosen | Outcome::Closed { swallowed: true } => event.prevent_default(),
                Outcome::Go(at) => {
                    event.prevent_default();
                    self.go(at);
                }
            }
            self.mark();
        }

        fn clicked(&self, event: &Event) {
            let option = event
                .target()
                .and_then(|t| t.dyn_into::<Element>().ok())
                .and_then(|e| e.closest("[role=option]").ok().flatten());
            let Some(option) = option else { return };
            let at = option
                .id()
                .rsplit('-')
                .next()
                .and_then(|at| at.parse().ok());
            if let Some(at) = at {
                self.go(at);
            }
        }

        fn go(&self, at: usize) {
            let address = self
                .items
                .borrow()
                .get(at)
                .and_then(|item| own_page(&self.prefix, self.large, &item.href));
            if let (Some(address), Some(window)) = (address, web_sys::window()) {
                let _ = window.location().set_href(&address);
            }
        }
    }

    async fn ask(query: &str) -> Option<Vec<Suggestion>> {
        let response = gloo_net::http::Request::get(&with_value("/api/v1/suggestions?q=", query))
            .send()
            .await
            .ok()?;
        if !response.ok() {
            return None;
        }
        response
            .json::<Suggestions>()
            .await
            .ok()
            .map(|answer| answer.items)
    }
}
