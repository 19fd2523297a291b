//! The lab's modules and the built-in packs are compiled into the program by a macro, which Cargo does not see
//! reading them.

fn main() {
    println!("cargo:rerun-if-changed=assets/lab/python");
    println!("cargo:rerun-if-changed=assets/lab/javascript");
    println!("cargo:rerun-if-changed=challenges");
    println!("cargo:rerun-if-changed=build.rs");
}
