//! `chengxing check`: does the register fit together, and does it say what was published?

use std::{collections::BTreeSet, process::ExitCode};

use chengxing_storage::{Finding, Inspector, Remedy};
use clap::Args;
use indicatif::ProgressBar;

use super::{Common, Unit, progress, tell};

#[derive(Args)]
pub struct Options {
    /// How many findings are printed
    #[arg(long, env = "CHENGXING_SHOW", default_value_t = 50)]
    show: usize,
}

pub async fn run(common: Common, options: Options) -> anyhow::Result<ExitCode> {
    let repository = common.open().await?;
    let mut told = Told::new(options.show);
    let read = repository.check(&mut told).await;
    told.bar.finish_and_clear();
    told.advise();
    let (found, notes) = (told.found, told.notes);
    let read = read?;
    if notes > 0 {
        tell(format_args!(
            "另有{notes}处须核对。{notes} notes to compare."
        ));
    }
    tell(format_args!(
        "读过公布记录{read}条，发现{found}处问题。{read} publications read, {found} findings."
    ));
    Ok(if found == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Prints what is found, as much of it as is wanted, and says at the end what to do about it.
pub struct Told {
    show: usize,
    shown: usize,
    /// Findings that are no notes.
    pub found: u64,
    /// What may have come about rightly.
    pub notes: u64,
    /// The first finding that is no note.
    pub first: Option<Finding>,
    remedies: BTreeSet<Remedy>,
    /// Cleared by whoever has called the check.
    pub bar: ProgressBar,
}

impl Told {
    pub fn new(show: usize) -> Self {
        let bar = progress(0, Unit::Records);
        bar.set_message("核对");
        Self {
            show,
            shown: 0,
            found: 0,
            notes: 0,
            first: None,
            remedies: BTreeSet::new(),
            bar,
        }
    }

    /// What to do about what was found.
    fn advise(&self) {
        for remedy in &self.remedies {
            tell(format_args!("{}", remedy.advice()));
        }
    }
}

impl Inspector for Told {
    fn found(&mut self, finding: Finding) {
        self.remedies.insert(finding.remedy());
        if self.shown < self.show {
            self.shown += 1;
            self.bar.suspend(|| tell(format_args!("{finding}")));
        }
        if finding.is_note() {
            self.notes += 1;
        } else {
            self.found += 1;
            self.first.get_or_insert(finding);
        }
    }

    fn advanced(&mut self, done: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(done);
    }
}
