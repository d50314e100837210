//! Writes every page in every verdict and language, to be looked at: `gallery OUTDIR`.
//!
//! The style sheets are put together from `style/bundles.toml`, unminified, into the same folder.

#[path = "../tests/lists/samples.rs"]
mod lists;
#[path = "../tests/samples/mod.rs"]
mod samples;

use std::{error::Error, fs, path::Path};

use chengxing_app::{Lang, View, render};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: gallery OUTDIR")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    styles(folder)?;
    let assets = samples::assets("");
    let site = samples::site();
    for lang in Lang::ALL {
        let view = samples::view(lang, "/i/4HMAPKNMQD8", &assets, &site);
        let write = |name: &str, html: String| {
            fs::write(folder.join(format!("{name}.{}.html", lang.tag())), html)
        };
        for (name, page) in samples::scans(lang) {
            write(
                &format!("scan-{name}-large"),
                render(
                    &View {
                        large: true,
                        ..view
                    },
                    page.clone(),
                ),
            )?;
            write(&format!("scan-{name}"), render(&view, page))?;
        }
        for (name, page) in samples::unknowns(lang) {
            write(&format!("unknown-{name}"), render(&view, page))?;
        }
        let view = View { path: "/", ..view };
        for (name, page) in samples::homes() {
            write(&format!("home-{name}"), render(&view, page))?;
        }
        let view = View {
            path: "/search",
            ..view
        };
        for (name, page) in lists::searches(lang) {
            write(&format!("search-{name}"), render(&view, page))?;
        }
        for (name, page) in lists::lists(lang) {
            write(&format!("notices-{name}"), render(&view, page))?;
        }
        for (name, page) in lists::notices(lang) {
            write(&format!("notice-{name}"), render(&view, page))?;
        }
        write("about", render(&view, lists::about(lang)))?;
        for page in samples::errors() {
            let name = format!("error-{}", page.status);
            write(&name, render(&view, page))?;
        }
    }
    Ok(())
}

/// Joins the files of each bundle.
fn styles(folder: &Path) -> Result<(), Box<dyn Error>> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let mut css = String::new();
    let mut bundle = String::new();
    // The list is simple enough to be read by line: `name = [`, `"file",`, `]`.
    for line in fs::read_to_string(source.join("bundles.toml"))?
        .lines()
        .map(str::trim)
    {
        if let Some(name) = line.strip_suffix(" = [") {
            name.clone_into(&mut bundle);
        } else if let Some(file) = line.strip_prefix('"').and_then(|l| l.split('"').next()) {
            css.push_str(&fs::read_to_string(source.join(file))?);
        } else if line == "]" {
            fs::write(
                folder.join(format!("{bundle}.css")),
                std::mem::take(&mut css),
            )?;
        }
    }
    Ok(())
}
