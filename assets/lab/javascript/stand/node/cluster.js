// `node:cluster`: this is the primary process, and there is no other.

const EventEmitter = require("events");
const { lackNames } = require("internal/lacks");

module.exports = Object.assign(new EventEmitter(), { isPrimary: true, isMaster: true, isWorker: false, workers: {}, settings: {}, SCHED_NONE: 1, SCHED_RR: 2, schedulingPolicy: 2, setupPrimary() {}, setupMaster() {} });
lackNames(module.exports, "cluster", "fork Worker disconnect");
