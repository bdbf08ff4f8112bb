//! Errors of the operating system in a few words.

use std::io;

/// Describes an error in a few words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is not a directory".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::StorageFull => "no space is left".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::AlreadyExists => "there is a file where a directory should be".to_owned(),
        io::ErrorKind::FileTooLarge => "it would be larger than files may be".to_owned(),
        _ => plain(&error.to_string().to_lowercase()),
    }
}

/// Removes the number of an error, which says nothing to people: `too many levels of symbolic links (os error 40)`.
fn plain(text: &str) -> String {
    text.split_once(" (os error").map_or(text, |(said, _)| said).to_owned()
}
