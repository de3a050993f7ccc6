//! Child processes that run side by side and stop together.

use std::{
    process::{Child, Command},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::failure::{OrFail, Outcome};

/// How often to poll the processes.
const PAUSE: Duration = Duration::from_millis(100);

/// How long a process may take to stop by itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// Processes that run until one of them ends, or until Ctrl-C or SIGTERM.
///
/// Each leads a process group, so that its own children stop with it. Dropping this stops them all.
pub struct Children {
    running: Vec<(&'static str, Child)>,
    stop: Arc<AtomicBool>,
}

impl Children {
    /// Starts with no processes. From now on this value handles Ctrl-C.
    pub fn new() -> Outcome<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let asked = stop.clone();
        ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed))
            .or_fail("Ctrl-C cannot be listened for")?;
        Ok(Self { running: Vec::new(), stop })
    }

    /// Starts another process, which error messages call `name`.
    pub fn start(&mut self, name: &'static str, command: &mut Command) -> Outcome<&mut Child> {
        lead_a_group(command);
        let child = command.spawn().or_fail(format!("{name} could not be started"))?;
        self.running.push((name, child));
        // It was pushed just above.
        Ok(&mut self.running.last_mut().ok_or("nothing was started")?.1)
    }

    /// Returns once `holds` returns true; fails if a process ends first, or on Ctrl-C.
    pub fn until(&mut self, mut holds: impl FnMut() -> bool) -> Outcome {
        let stop = self.stop.clone();
        let mut is_so = false;
        self.wait(|| {
            is_so = holds();
            if is_so {
                stop.store(true, Ordering::Relaxed);
            }
        })?;
        if is_so {
            self.stop.store(false, Ordering::Relaxed);
            Ok(())
        } else {
            Err("stopped by Ctrl-C".into())
        }
    }

    /// Returns on Ctrl-C, and fails if a process ends by itself. `meanwhile` is called repeatedly.
    pub fn wait(&mut self, mut meanwhile: impl FnMut()) -> Outcome {
        while !self.stop.load(Ordering::Relaxed) {
            for (name, child) in &mut self.running {
                if let Ok(Some(status)) = child.try_wait() {
                    return Err(format!("{name} has ended by itself ({status})").into());
                }
            }
            meanwhile();
            thread::sleep(PAUSE);
        }
        Ok(())
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        for (_, child) in &self.running {
            ask_to_end(child);
        }
        let deadline = Instant::now() + PATIENCE;
        for (_, child) in &mut self.running {
            while matches!(child.try_wait(), Ok(None)) && Instant::now() < deadline {
                thread::sleep(PAUSE);
            }
            // It has ended already, or ignores the signal.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[cfg(unix)]
fn lead_a_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(unix)]
fn ask_to_end(child: &Child) {
    use nix::{
        sys::signal::{Signal, killpg},
        unistd::Pid,
    };
    // A group that no longer exists needs no signal.
    let _ = killpg(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM);
}

#[cfg(not(unix))]
fn lead_a_group(_: &mut Command) {}

#[cfg(not(unix))]
fn ask_to_end(_: &Child) {}
