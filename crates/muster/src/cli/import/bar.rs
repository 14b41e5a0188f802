use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::work::import::Progress;

/// Draws a progress bar on a terminal until its task is stopped.
pub(super) async fn show(progress: Arc<Progress>) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} rows, {per_sec}, {eta} left");
    let bar =
        ClearedBar(ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())));
    loop {
        bar.0.set_length(progress.total.load(Ordering::Relaxed));
        bar.0.set_position(progress.done.load(Ordering::Relaxed));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Leaves no trace on the terminal.
struct ClearedBar(ProgressBar);

impl Drop for ClearedBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
