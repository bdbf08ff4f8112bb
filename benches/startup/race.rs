//! Runs commands in turn, many times, and prints each one's time by minimum and median,
//! and how much more than the first that is. Arguments: runs, then commands, each a
//! string split at `|`.
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let runs: usize = arguments.next().and_then(|runs| runs.parse().ok()).unwrap_or(500);
    let commands: Vec<Vec<String>> =
        arguments.map(|command| command.split('|').map(str::to_owned).collect()).collect();
    let mut times: Vec<Vec<Duration>> = vec![Vec::with_capacity(runs); commands.len()];
    for run in 0..runs + 20 {
        for (command, times) in commands.iter().zip(&mut times) {
            let start = Instant::now();
            let status = Command::new(&command[0])
                .args(&command[1..])
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            let time = start.elapsed();
            assert!(status.is_ok(), "cannot run {command:?}");
            // The first rounds fill the caches.
            if run >= 20 {
                times.push(time);
            }
        }
    }
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (mut least, mut middle) = (0.0, 0.0);
    println!("{:<44} {:>9} {:>9} {:>9} {:>9}", "command", "min ms", "median", "min +", "median +");
    for (command, times) in commands.iter().zip(&mut times) {
        times.sort();
        let (minimum, median) = (ms(times[0]), ms(times[times.len() / 2]));
        if least == 0.0 {
            (least, middle) = (minimum, median);
        }
        let name = command.join(" ");
        let name = name.rsplit('/').next().unwrap_or(&name);
        println!(
            "{name:<44} {minimum:>9.3} {median:>9.3} {:>9.3} {:>9.3}",
            minimum - least,
            median - middle
        );
    }
}
