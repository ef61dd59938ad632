package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** A vendor has no name besides its id. */
@Singleton
class VendorUnnamed extends Rule {

    VendorUnnamed() {
        super(
                "vendor_unnamed",
                Severity.INFO,
                "The vendor has no name, so its id is shown instead. Reported once per vendor, on its first model.",
                """
                select min(m.id) as model, 'vendor.name' as fact,
                       json_build_object('vendor', v.id, 'models', count(*)) as evidence
                from scope m
                join vendor v on v.id = m.vendor_id
                where v.name = v.id and v.url is null
                group by v.id
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The vendor of " + evidence.count("models", "model", "models") + " has no name, only the id "
                + evidence.text("vendor") + ".";
    }
}
