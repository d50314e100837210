//! The panel that the server made: opens the camera or takes a photo, and shows what comes of it.
//!
//! Parts are found by `data-part` (`view`, `video`, `photo`, `offer`, `host`), sentences by `data-say`;
//! exactly one sentence is shown at a time. The camera is let go as soon as the panel closes, the page is
//! left or a label has been read.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    CanvasRenderingContext2d, DomException, Element, Event, HtmlAnchorElement, HtmlCanvasElement,
    HtmlElement, HtmlInputElement, HtmlVideoElement, ImageBitmap, MediaStream,
    MediaStreamConstraints, MediaStreamTrack, Window,
};

use crate::decode;
use crate::luma::{Luma, Part, fitted, parts};
use crate::target::{Target, target_of};

/// Between two looks at the camera's picture.
const EVERY_MS: i32 = 250;
/// The longer side of a frame that is looked at; a label across a third of it has 6 pixels a module.
const FRAME: u32 = 800;
/// The longer side of a photo, or of a part of it, that is looked at.
const PHOTO: u32 = 1600;

/// Starts reading. `panel` is the opened panel, `prefix` the language's part of addresses: `""`, `"/en"`.
#[wasm_bindgen]
pub fn start(panel: HtmlElement, prefix: String) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let document = window.document().ok_or("no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    let wanted = Object::new();
    // The picture is read back many times: keep it where that is cheap.
    Reflect::set(&wanted, &"willReadFrequently".into(), &JsValue::TRUE)?;
    let context: CanvasRenderingContext2d = canvas
        .get_context_with_context_options("2d", &wanted)?
        .ok_or("no canvas")?
        .dyn_into()?;
    let photo: HtmlInputElement = part(&panel, "photo")?.dyn_into()?;
    let scanner = Rc::new(Scanner {
        window,
        panel,
        prefix,
        canvas,
        context,
        stream: RefCell::new(None),
        timer: Cell::new(None),
        frames: Cell::new(0),
        open: Cell::new(true),
    });
    scanner.watch(&photo)?;
    let camera = Rc::clone(&scanner);
    spawn_local(async move {
        if let Err(error) = camera.open_camera().await {
            camera.stop();
            camera.say(reason(&error));
        }
    });
    Ok(())
}

fn part(panel: &HtmlElement, name: &str) -> Result<Element, JsValue> {
    panel
        .query_selector(&["[data-part=", name, "]"].concat())?
        .ok_or_else(|| name.into())
}

/// Which sentence tells why there is no camera.
fn reason(error: &JsValue) -> &'static str {
    match error
        .dyn_ref::<DomException>()
        .map(DomException::name)
        .as_deref()
    {
        Some("NotAllowedError" | "SecurityError") => "denied",
        _ => "no-camera",
    }
}

type Timer = (i32, Closure<dyn FnMut()>);

struct Scanner {
    window: Window,
    panel: HtmlElement,
    prefix: String,
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    stream: RefCell<Option<MediaStream>>,
    /// The interval and what it calls.
    timer: Cell<Option<Timer>>,
    frames: Cell<u32>,
    /// False from the moment the panel closes: a camera that is granted later is let go at once.
    open: Cell<bool>,
}

impl Scanner {
    /// The panel closes, the page goes, a photo comes. The listeners live as long as the panel is open.
    fn watch(self: &Rc<Self>, photo: &HtmlInputElement) -> Result<(), JsValue> {
        let scanner = Rc::clone(self);
        let input = photo.clone();
        let taken = Closure::<dyn FnMut(Event)>::new(move |_| {
            let Some(file) = input.files().and_then(|files| files.get(0)) else {
                return;
            };
            // The same photo can be chosen again.
            input.set_value("");
            let scanner = Rc::clone(&scanner);
            spawn_local(async move {
                scanner.stop();
                scanner.say("reading");
                let said = match scanner.read_photo(&file).await {
                    Ok(None) => "no-code",
                    Ok(Some(text)) => return scanner.go(&text),
                    Err(_) => "bad-photo",
                };
                scanner.say(said);
            });
        });
        photo.set_onchange(Some(taken.as_ref().unchecked_ref()));
        let scanner = Rc::clone(self);
        let photo = photo.clone();
        let taken = Cell::new(Some(taken));
        let ended = Closure::<dyn FnMut(Event)>::new(move |_| {
            scanner.open.set(false);
            scanner.stop();
            photo.set_onchange(None);
            drop(taken.take());
        });
        let ended = ended.into_js_value();
        let once = web_sys::AddEventListenerOptions::new();
        once.set_once(true);
        self.panel
            .add_event_listener_with_callback_and_add_event_listener_options(
                "close",
                ended.unchecked_ref(),
                &once,
            )?;
        self.window
            .add_event_listener_with_callback_and_add_event_listener_options(
                "pagehide",
                ended.unchecked_ref(),
                &once,
            )
    }

    async fn open_camera(self: &Rc<Self>) -> Result<(), JsValue> {
        self.say("opening");
        let devices = self.window.navigator().media_devices()?;
        // Over plain http a browser has none.
        if devices.is_undefined() {
            return Err(JsValue::UNDEFINED);
        }
        let behind = Object::new();
        Reflect::set(&behind, &"facingMode".into(), &"environment".into())?;
        // As fine as the camera gives without being asked twice: small labels need it.
        Reflect::set(&behind, &"width".into(), &ideal(1920)?.into())?;
        let wanted = MediaStreamConstraints::new();
        wanted.set_video(&behind);
        let stream: MediaStream = JsFuture::from(devices.get_user_media_with_constraints(&wanted)?)
            .await?
            .dyn_into()?;
        self.stream.replace(Some(stream.clone()));
        if !self.open.get() {
            self.stop();
            return Ok(());
        }
        let video: HtmlVideoElement = part(&self.panel, "video")?.dyn_into()?;
        video.set_src_object(Some(&stream));
        self.show_view(true);
        JsFuture::from(video.play()?).await?;
        if !self.open.get() {
            return Ok(());
        }
        self.say("aim");
        let scanner = Rc::clone(self);
        let tick = Closure::<dyn FnMut()>::new(move || {
            if let Some(text) = scanner.look(&video) {
                scanner.go(&text);
            }
        });
        let id = self
            .window
            .set_interval_with_callback_and_timeout_and_arguments_0(
                tick.as_ref().unchecked_ref(),
                EVERY_MS,
            )?;
        self.timer.set(Some((id, tick)));
        Ok(())
    }

    /// One look at the camera's picture: the whole, then its middle, in turn.
    fn look(&self, video: &HtmlVideoElement) -> Option<String> {
        let (width, height) = (video.video_width(), video.video_height());
        if width == 0 || height == 0 {
            return None;
        }
        let frames = self.frames.get();
        self.frames.set(frames.wrapping_add(1));
        let whole = (0, 0, width, height);
        let (x, y, w, h) = if frames.is_multiple_of(2) {
            whole
        } else {
            parts(width, height)[0]
        };
        let (to_w, to_h) = self.resize(w, h, FRAME);
        self.context
            .draw_image_with_html_video_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                video,
                x.into(),
                y.into(),
                w.into(),
                h.into(),
                0.0,
                0.0,
                to_w.into(),
                to_h.into(),
            )
            .ok()?;
        decode::frame(&self.picture(to_w, to_h)?)
    }

    /// The whole photo first, then its parts in full sharpness.
    async fn read_photo(&self, file: &web_sys::Blob) -> Result<Option<String>, JsValue> {
        let bitmap: ImageBitmap = JsFuture::from(self.window.create_image_bitmap_with_blob(file)?)
            .await?
            .dyn_into()?;
        let (width, height) = (bitmap.width(), bitmap.height());
        let mut found = self.read_part(&bitmap, (0, 0, width, height))?;
        if width.max(height) > PHOTO {
            for part in parts(width, height) {
                if found.is_some() || !self.open.get() {
                    break;
                }
                self.breathe().await?;
                found = self.read_part(&bitmap, part)?;
            }
        }
        bitmap.close();
        Ok(found)
    }

    fn read_part(
        &self,
        bitmap: &ImageBitmap,
        (x, y, w, h): Part,
    ) -> Result<Option<String>, JsValue> {
        let (to_w, to_h) = self.resize(w, h, PHOTO);
        self.context
            .draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                bitmap,
                x.into(),
                y.into(),
                w.into(),
                h.into(),
                0.0,
                0.0,
                to_w.into(),
                to_h.into(),
            )?;
        Ok(self
            .picture(to_w, to_h)
            .and_then(|picture| decode::photo(&picture)))
    }

    fn resize(&self, width: u32, height: u32, longest: u32) -> (u32, u32) {
        let (width, height) = fitted(width, height, longest);
        if self.canvas.width() != width {
            self.canvas.set_width(width);
        }
        if self.canvas.height() != height {
            self.canvas.set_height(height);
        }
        (width, height)
    }

    fn picture(&self, width: u32, height: u32) -> Option<Luma> {
        let data = self
            .context
            .get_image_data(0.0, 0.0, width.into(), height.into())
            .ok()?
            .data();
        Luma::from_rgba(&data, width as usize, height as usize)
    }

    /// Lets the browser draw and hear a tap on "close".
    async fn breathe(&self) -> Result<(), JsValue> {
        let waited = Promise::new(&mut |resolve, _| {
            // A browser without timers has no window either.
            let _ = self.window.set_timeout_with_callback(&resolve);
        });
        JsFuture::from(waited).await.map(drop)
    }

    /// Goes where the text leads, or says why not.
    fn go(&self, text: &str) {
        if !self.open.get() {
            return;
        }
        let location = self.window.location();
        let own = location.host().unwrap_or_default();
        let page = |code: &str| [self.prefix.as_str(), "/i/", code].concat();
        match target_of(text, &own) {
            Target::Here(code) => {
                self.stop();
                self.say("found");
                if location.set_href(&page(&code)).is_err() {
                    self.say("failed");
                }
            }
            Target::Elsewhere { host, code } => {
                self.stop();
                if let Ok(place) = part(&self.panel, "host") {
                    place.set_text_content(Some(&host));
                }
                if let Ok(offer) = part(&self.panel, "offer")
                    .and_then(|offer| Ok(offer.dyn_into::<HtmlAnchorElement>()?))
                {
                    offer.set_hidden(code.is_none());
                    if let Some(code) = code {
                        offer.set_href(&page(&code.to_string()));
                    }
                }
                self.say("elsewhere");
            }
            // The camera goes on: the label may hang beside the payment code.
            Target::NotALabel => self.say("not-a-label"),
        }
    }

    /// Shows one sentence.
    fn say(&self, name: &str) {
        let Ok(sentences) = self.panel.query_selector_all("[data-say]") else {
            return;
        };
        for i in 0..sentences.length() {
            if let Some(sentence) = sentences
                .get(i)
                .and_then(|node| node.dyn_into::<HtmlElement>().ok())
            {
                let hidden = sentence.get_attribute("data-say").as_deref() != Some(name);
                // Only what changes is touched: a screen reader reads every change.
                if sentence.hidden() != hidden {
                    sentence.set_hidden(hidden);
                }
            }
        }
    }

    fn show_view(&self, shown: bool) {
        if let Ok(view) =
            part(&self.panel, "view").and_then(|view| Ok(view.dyn_into::<HtmlElement>()?))
        {
            view.set_hidden(!shown);
        }
    }

    /// Lets the camera go.
    fn stop(&self) {
        if let Some((id, tick)) = self.timer.take() {
            self.window.clear_interval_with_handle(id);
            // It may be the one that runs now: it is freed when it has ended.
            spawn_local(async move { drop(tick) });
        }
        if let Some(stream) = self.stream.take() {
            for track in stream.get_tracks().iter() {
                if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
                    track.stop();
                }
            }
        }
        self.show_view(false);
    }
}

fn ideal(pixels: i32) -> Result<Object, JsValue> {
    let wish = Object::new();
    Reflect::set(&wish, &"ideal".into(), &pixels.into())?;
    Ok(wish)
}
