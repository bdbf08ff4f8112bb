//! Recipes for CI: the commands of docs/ci.md and README.md, and the scripts of the action and of a release.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::command_line::{folder, git};
use crate::docs::{blocks, read, root};

const NAPKIN: &str = env!("CARGO_BIN_EXE_napkin");

/// A repository with the landscape in `capacity`, on a branch that changes it. `tools` are programs in place of others.
fn repository(name: &str, tools: &[(&str, &str)]) -> PathBuf {
    let top = folder(name);
    fs::remove_dir_all(&top).expect("the folder can be removed");
    copy(&root().join("docs/examples/landscape"), &top.join("work/capacity"));
    let bin = top.join("bin");
    fs::create_dir_all(&bin).expect("a folder can be made");
    std::os::unix::fs::symlink(NAPKIN, bin.join("napkin")).expect("a link can be made");
    for (tool, script) in tools {
        let path = bin.join(tool);
        fs::write(&path, format!("#!/usr/bin/env bash\n{script}\n")).expect("a file can be written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it may be run");
    }
    let work = top.join("work");
    git(&work, &["init", "-q", "-b", "main"]);
    git(&work, &["add", "."]);
    git(&work, &["commit", "-qm", "one"]);
    git(&work, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    git(&work, &["switch", "-qc", "branch"]);
    let demand = work.join("capacity/demand.toml");
    let text = read(&demand);
    let next = text.replacen("to 12M users", "to 13M users", 1);
    assert_ne!(text, next);
    fs::write(demand, next).expect("a file can be written");
    git(&work, &["commit", "-qam", "two"]);
    top
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        let target = to.join(path.file_name().expect("it has a name"));
        match path.is_dir() {
            true => copy(&path, &target),
            false => {
                fs::copy(&path, target).expect("it can be copied");
            }
        }
    }
}

/// Runs a command of a shell in a repository, as GitHub would.
fn shell(top: &Path, command: &str, variables: &[(&str, &str)]) -> Output {
    let path = format!("{}:{}", top.join("bin").display(), std::env::var("PATH").unwrap_or_default());
    Command::new("bash")
        .args(["-euo", "pipefail", "-c", command])
        .current_dir(top.join("work"))
        .env("PATH", path)
        .env("GITHUB_STEP_SUMMARY", top.join("summary.md"))
        .env("GITHUB_PATH", top.join("path"))
        .env("GITHUB_SERVER_URL", "https://example.com")
        .env("GITHUB_REPOSITORY", "us/here")
        .env("RUNNER_TEMP", top)
        .envs(variables.iter().copied())
        .output()
        .expect("there is a shell")
}

fn works(top: &Path, command: &str, variables: &[(&str, &str)]) -> String {
    let output = shell(top, command, variables);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command}: {out}{err}");
    out.into_owned()
}

fn script(name: &str) -> String {
    root().join(".github/scripts").join(name).display().to_string()
}

#[test]
fn every_command_of_a_recipe_works() {
    let top = repository("recipes", &[]);
    let mut count = 0;
    for page in ["docs/ci.md", "README.md"] {
        let page = read(&root().join(page));
        let recipes =
            blocks(&page).into_iter().filter(|(kind, _)| matches!(kind.as_str(), "yaml" | "make" | "sh"));
        for (kind, text) in recipes {
            for line in text.lines() {
                let line = line.trim_start();
                let line = ["- run: ", "run: ", "- "]
                    .iter()
                    .find_map(|start| line.strip_prefix(start))
                    .unwrap_or(line);
                // The folder in which the page has its other examples.
                let line = line.replace("check services", "check capacity");
                if line.starts_with("napkin ") {
                    works(&top, &line, &[]);
                    count += 1;
                }
            }
            if kind == "make" {
                fs::write(top.join("work/Makefile"), &text).expect("a file can be written");
                works(&top, "make -B", &[]);
            }
        }
    }
    assert!(count >= 8, "{count}");
    // What they write is there.
    for (file, part) in [
        ("summary.md", "capacity/services/chat.toml"),
        ("work/comment.md", "<!-- napkin diff -->"),
        ("work/napkin.xml", "<testsuites"),
        ("work/napkin.sarif", "2.1.0"),
    ] {
        assert!(read(&top.join(file)).contains(part), "{file}");
    }
}

/// A `gh` that writes down what it is asked, and knows the comment that `last` names.
const GH: &str = "printf '%s\\n' \"$*\" >>\"$RUNNER_TEMP/asked\"\nif [ \"$2\" = --paginate ]; then printf '%s' \"${LAST:-}\"; fi";

#[test]
fn the_action_updates_its_comment() {
    let top = repository("action_comment", &[("gh", GH)]);
    let words =
        [("MODELS", "capacity"), ("REVISION", "origin/main"), ("PULL_REQUEST", "7"), ("GH_TOKEN", "none")];
    works(&top, &format!("bash '{}'", script("comment.sh")), &words);
    let asked = read(&top.join("asked"));
    assert!(asked.contains("api --method POST repos/us/here/issues/7/comments --field body=@"), "{asked}");
    assert!(read(&top.join("napkin-diff.md")).contains("<!-- napkin diff -->"));
    works(&top, &format!("bash '{}'", script("comment.sh")), &[&words[..], &[("LAST", "41\n42\n")]].concat());
    let asked = read(&top.join("asked"));
    assert!(asked.contains("api --method PATCH repos/us/here/issues/comments/42 --field body=@"), "{asked}");
}

#[test]
fn the_action_fails_where_a_check_does() {
    let top = repository("action_check", &[]);
    let command = format!("bash '{}'", script("check.sh"));
    let words = [("MODELS", "capacity"), ("ARGUMENTS", ""), ("REVISION", "origin/main")];
    works(&top, &command, &words);
    works(&top, &command, &[("MODELS", "capacity"), ("ARGUMENTS", "--strict"), ("REVISION", "")]);
    fs::write(top.join("work/capacity/small.toml"), "[inputs]\na = 3\n[checks]\nc = \"a <= 2\"\n").unwrap();
    let output = shell(&top, &command, &words);
    let out = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{out}");
    assert!(out.contains("::error file=capacity/small.toml,line=4"), "{out}");
    assert!(read(&top.join("summary.md")).contains("small.toml"));
}

#[test]
fn a_release_is_packed_and_installed() {
    // What is downloaded is what was packed.
    let curl = "printf '%s\\n' \"${@: -1}\" >\"$RUNNER_TEMP/address\"; cat \"$RUNNER_TEMP/archive\"";
    let top = repository("release", &[("curl", curl)]);
    let from = Path::new(NAPKIN).parent().expect("it is in a folder").display();
    let name = "napkin-x86_64-unknown-linux-musl";
    let pack = format!(
        "cd '{}' && bash '{}' '{from}' '{}/{name}'",
        root().display(),
        script("pack.sh"),
        top.display()
    );
    // An archive has one folder, of its own name.
    works(
        &top,
        &pack.replace(&format!("'{}/{name}'", top.display()), &format!("\"$RUNNER_TEMP/{name}\"")),
        &[],
    );
    fs::rename(top.join(format!("{name}.tar.gz")), top.join("archive")).expect("it is packed");
    let listed = works(&top, "tar -tzf ../archive", &[]);
    for part in ["napkin\n", "completions/napkin.fish", "man/napkin.1", "LICENSE-MIT", "README.md"] {
        assert!(listed.contains(&format!("{name}/{part}")), "{listed}");
    }
    let words = [("SYSTEM", "Linux-X64"), ("REPOSITORY", "us/napkin"), ("VERSION", "v0.1.0")];
    works(&top, &format!("bash '{}'", script("install.sh")), &words);
    assert_eq!(
        read(&top.join("address")).trim(),
        format!("https://example.com/us/napkin/releases/download/v0.1.0/{name}.tar.gz")
    );
    let installed = read(&top.join("path"));
    assert_eq!(works(&top, &format!("{}/napkin 1+1", installed.trim()), &[]).trim(), "2");
    let output = shell(&top, &format!("bash '{}'", script("install.sh")), &[("SYSTEM", "BSD-X64")]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_action_reads_what_it_declares() {
    let text = read(&root().join("action.yml"));
    let (declared, steps) = text.split_once("\nruns:").expect("it has steps");
    let names: Vec<&str> = declared
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':').filter(|name| !name.starts_with(' ')))
        .collect();
    assert_eq!(names, ["models", "against", "arguments", "comment", "version"]);
    let used = steps.split("inputs.").skip(1);
    let used: Vec<&str> =
        used.map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()).collect();
    for name in &names {
        assert!(used.contains(name), "{name} is not used");
    }
    assert!(used.iter().all(|name| names.contains(name)), "{used:?}");
    for part in steps.split(".github/scripts/").skip(1) {
        let name = part.split('"').next().unwrap_or_default();
        assert!(Path::new(&script(name)).exists(), "{name}");
    }
    // What the release packs is what the action and `binstall` ask for.
    let (release, cargo) =
        (read(&root().join(".github/workflows/release.yml")), read(&root().join("Cargo.toml")));
    for line in read(Path::new(&script("install.sh"))).lines().filter(|line| line.contains("target=")) {
        let target = line.split("target=").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        assert!(release.contains(&format!("target: {target} }}")), "{target}");
    }
    assert!(cargo.contains("releases/download/v{ version }/napkin-{ target }.tar.gz"));
}
