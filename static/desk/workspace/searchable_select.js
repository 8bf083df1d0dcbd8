/** Let a long list be searched; without this it is the browser's own. */
const $ = window.django?.jQuery;
if ($) $(".field-entity select, .field-event select").select2({ theme: "admin-autocomplete", width: "min(100%, 30rem)" });
