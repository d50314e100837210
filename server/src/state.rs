//! What every request shares.

use std::sync::{
    Arc, RwLock,
    atomic::{AtomicBool, Ordering},
};

use chengxing_app::{Assets, Site};
use chengxing_label::Typeface;
use chengxing_metrology::{Date, Divisions, Rules, rules::Plan};
use chengxing_storage::{Pulse, Repository};

use crate::{http::cache::PageCache, wall::Clock};

/// The shared state; cloning it is cheap.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// The fields behind [`AppState`].
pub struct Inner {
    /// The register.
    pub repository: Arc<dyn Repository>,
    /// The rules in force.
    pub rules: Rules,
    /// The targets of the plan.
    pub plan: Plan,
    /// The divisions served.
    pub divisions: Divisions,
    /// What this deployment is called.
    pub site: Site,
    /// The assets that pages link to.
    pub assets: Assets,
    /// The face of labels.
    pub typeface: Typeface,
    /// The clock.
    pub clock: Clock,
    /// Rendered pages.
    pub cache: PageCache,
    /// The release with a digest of its assets: part of every validator.
    pub release: String,
    /// Whether a proxy in front speaks TLS.
    pub behind_tls: bool,
    /// How far the register has come, as last seen.
    pulse: RwLock<Pulse>,
    /// False until the register has answered once, and when it stops answering.
    ready: AtomicBool,
}

impl std::ops::Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// The parts of a state that a command prepares.
pub struct Parts {
    /// The register.
    pub repository: Arc<dyn Repository>,
    /// The rules in force.
    pub rules: Rules,
    /// The targets of the plan.
    pub plan: Plan,
    /// The divisions served.
    pub divisions: Divisions,
    /// What this deployment is called.
    pub site: Site,
    /// The face of labels.
    pub typeface: Typeface,
    /// The clock.
    pub clock: Clock,
    /// The bytes that rendered pages may fill.
    pub cache_bytes: u64,
    /// Whether a proxy in front speaks TLS.
    pub behind_tls: bool,
}

/// Everything besides the register that the pages are made from, as a word: the release, its assets, the
/// rules in force, the divisions and the texts of the deployment. Part of every validator.
fn release(rules: &Rules, plan: &Plan, divisions: &Divisions, site: &Site) -> String {
    let made_from = format!(
        "{:?}{:?}{plan:?}{:?}{site:?}",
        rules.kinds(),
        rules.verdict,
        divisions.all()
    );
    let digest = crate::assets::digest(made_from.as_bytes());
    format!("{}-{:08x}", env!("CARGO_PKG_VERSION"), digest as u32)
}

impl AppState {
    /// A state over an open register.
    pub fn new(parts: Parts) -> Self {
        let release = release(&parts.rules, &parts.plan, &parts.divisions, &parts.site);
        Self(Arc::new(Inner {
            repository: parts.repository,
            rules: parts.rules,
            plan: parts.plan,
            divisions: parts.divisions,
            site: parts.site,
            assets: crate::assets::for_pages(),
            typeface: parts.typeface,
            clock: parts.clock,
            cache: PageCache::new(parts.cache_bytes),
            release,
            behind_tls: parts.behind_tls,
            pulse: RwLock::new(Pulse::default()),
            ready: AtomicBool::new(false),
        }))
    }

    /// How far the register has come, as last seen.
    pub fn pulse(&self) -> Pulse {
        *self
            .pulse
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Whether the register answers.
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Relaxed)
    }

    /// Today in Asia/Shanghai.
    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// With this many days left or fewer a pass is due soon.
    pub fn due_soon_days(&self) -> u16 {
        self.rules.verdict.due_soon_days
    }

    /// Asks the register how far it has come. Another process may have written: this is how its changes
    /// reach the pages.
    pub async fn look(&self) {
        match self.repository.pulse().await {
            Ok(pulse) => {
                *self
                    .pulse
                    .write()
                    .unwrap_or_else(std::sync::PoisonError::into_inner) = pulse;
                self.ready.store(true, Ordering::Relaxed);
            }
            Err(error) => {
                if self.ready.swap(false, Ordering::Relaxed) {
                    tracing::error!(%error, "the register does not answer");
                }
            }
        }
    }
}
