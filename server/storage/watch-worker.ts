/** A thread of a child process: kills it when its parent is gone, even while a query runs. */
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
}, 1000)
