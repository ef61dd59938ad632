package org.modeltree.exports;

import org.modeltree.formats.source.CatalogWriter;

/**
 * What an export contains and how it is written. Two are equal if they have the same name.
 *
 * @param name name of the format, with what was selected of the catalog; in it, everything that determines the file
 * @param writer writer of the file
 * @param isSelection whether it is one of any number of selections, as opposed to the few files of all clients
 */
public record ExportedFile(String name, CatalogWriter writer, boolean isSelection) {

    @Override
    public boolean equals(Object other) {
        return other instanceof ExportedFile file && file.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
