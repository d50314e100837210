//! `chengxing check`: does the register fit together?

use std::process::ExitCode;

use clap::Args;

use super::{Common, tell};

#[derive(Args)]
pub struct Options {
    /// How many findings are printed
    #[arg(long, env = "CHENGXING_SHOW", default_value_t = 50)]
    show: usize,
}

pub async fn run(common: Common, options: Options) -> anyhow::Result<ExitCode> {
    let repository = common.open().await?;
    let mut found = 0;
    let read = repository
        .check(&mut |finding| {
            found += 1;
            if found <= options.show {
                tell(format_args!("{finding}"));
            }
        })
        .await?;
    tell(format_args!(
        "读过公布记录{read}条，发现{found}处问题。{read} publications read, {found} findings."
    ));
    Ok(if found == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
