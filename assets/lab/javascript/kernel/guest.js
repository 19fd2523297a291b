// The guest realm's libraries, for parts of the kernel: what comes is the guest's own and is used as it is.

exports.require = (name) => part("core").stand(name);
