package org.modeltree.bands.standing;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import org.modeltree.http.value.JsonBytes;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;

/**
 * JSON view of a model's standings on one capability.
 *
 * @param all among every model
 * @param current among the models that write text, released in the 24 months up to today
 * @param atRelease among the models that write text, released in the 24 months up to the model's own release; null for a
 *     model without a release date
 * @param atReleaseReason {@code no_release_date} if {@code atRelease} is null; otherwise null
 */
public record ModelStandings(ModelStanding all, ModelStanding current, ModelStanding atRelease, String atReleaseReason)
        implements JsonMembers {

    static final String NO_RELEASE_DATE = "no_release_date";

    private static final SerializedString ALL = new SerializedString("all");
    private static final SerializedString CURRENT = new SerializedString("current");
    private static final SerializedString AT_RELEASE = new SerializedString("atRelease");
    private static final SerializedString AT_RELEASE_REASON = new SerializedString("atReleaseReason");

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        write(out, ALL, all);
        write(out, CURRENT, current);
        writeAtRelease(out);
    }

    /** The members {@code all} and {@code current}, which are the same for all models without a score. */
    public JsonBytes beforeRelease() {
        return JsonFields.members(new BeforeRelease(all, current));
    }

    private record BeforeRelease(ModelStanding all, ModelStanding current) {}

    /** Writes the other members. */
    public void writeAtRelease(JsonGenerator out) throws IOException {
        write(out, AT_RELEASE, atRelease);
        JsonFields.write(out, AT_RELEASE_REASON, atReleaseReason);
    }

    private static void write(JsonGenerator out, SerializedString name, ModelStanding place) throws IOException {
        out.writeFieldName(name);
        if (place == null) {
            out.writeNull();
        } else {
            place.serialize(out, null);
        }
    }
}
