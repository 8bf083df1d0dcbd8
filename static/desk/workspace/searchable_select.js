/** Let a long list be searched; without this it is the browser's own. */
const lists = window.django?.jQuery?.(".field-entity select, .field-event select");
lists?.select2({ theme: "admin-autocomplete", width: "min(100%, 30rem)" });
