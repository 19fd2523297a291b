// `node:os`: a small Linux machine.

const environment = kernel("env");

const signals = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGUSR1: 10, SIGSEGV: 11, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGCHLD: 17, SIGCONT: 18, SIGSTOP: 19, SIGTSTP: 20 };

module.exports = {
  EOL: "\n", devNull: "/dev/null",
  arch: () => "x64", platform: () => "linux", type: () => "Linux", machine: () => "x86_64", release: () => "6.8.0", version: () => "#1 SMP", endianness: () => "LE", hostname: () => "lab",
  homedir: () => environment.get("HOME") ?? "/home/app",
  tmpdir: () => (environment.get("TMPDIR") || environment.get("TMP") || environment.get("TEMP") || "/tmp").replace(/(.)\/$/, "$1"),
  userInfo: () => ({ uid: 1000, gid: 1000, username: "app", homedir: "/home/app", shell: "/bin/sh" }),
  uptime: () => 3600, loadavg: () => [0, 0, 0], totalmem: () => 268435456, freemem: () => 134217728, availableParallelism: () => 2,
  cpus: () => Array.from({ length: 2 }, () => ({ model: "lab", speed: 2000, times: { user: 1000, nice: 0, sys: 500, idle: 9000, irq: 0 } })),
  networkInterfaces: () => ({ lo: [{ address: "127.0.0.1", netmask: "255.0.0.0", family: "IPv4", mac: "00:00:00:00:00:00", internal: true, cidr: "127.0.0.1/8" }] }),
  getPriority: () => 0, setPriority: () => {},
  constants: { signals, errno: { ENOENT: 2, EACCES: 13, EEXIST: 17, EISDIR: 21, EADDRINUSE: 98, ECONNREFUSED: 111 }, priority: { PRIORITY_LOW: 19, PRIORITY_NORMAL: 0, PRIORITY_HIGH: -14 }, dlopen: {}, UV_UDP_REUSEADDR: 4 },
};
