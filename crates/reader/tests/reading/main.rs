//! The reader from outside: bytes in, header and rows out.
#![cfg(test)]

mod encodings;
mod files;
mod layouts;
mod quotes;
mod random_files;
