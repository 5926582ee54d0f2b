"""The site as an app: its manifest, the service worker, copies of pages for reading offline, the outbox of a device.

docs/app.md says how they work together; the worker's modules stand in templates/worker."""
