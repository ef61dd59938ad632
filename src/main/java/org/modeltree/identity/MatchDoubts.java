package org.modeltree.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeltree.identity.KnownModels.Known;

/** Reasons to doubt the model that an id leads to: a tuned sibling, a later version, or a name with another version. */
final class MatchDoubts {

    private final LookupKeys keys;
    private final OfferingDescriptor descriptor;
    private final LookupResults results;

    MatchDoubts(LookupKeys keys, LookupResults results) {
        this.keys = keys;
        this.descriptor = keys.descriptor();
        this.results = results;
    }

    /** The models that may be meant if the found one is not certain; empty if it is. */
    Optional<Match> about(Match.Found found) {
        List<String> siblings = tunedSiblings(found.modelId());
        List<String> laterVersions = laterVersions(found.modelId());
        if (siblings.size() == 1 && laterVersions.isEmpty() && keys.meansTuned(found.modelId(), siblings.get(0))) {
            return Optional.of(new Match.Found(
                    siblings.get(0),
                    found.rule(),
                    false,
                    "is the tuned model, which this provider serves by this name"));
        }
        if (siblings.isEmpty() && laterVersions.isEmpty() && !isNamedOtherwise(found.modelId())) {
            return Optional.empty();
        }
        List<String> candidates = new ArrayList<>(List.of(found.modelId()));
        // Ollama's plain tags are those of tuned models.
        candidates.addAll(keys.path().tagged() ? 0 : 1, siblings);
        // Read as a whole, the id has the version of the model that ends with that of the interface.
        laterVersions.forEach(
                later -> candidates.add(later.endsWith(keys.providerVersion()) ? 0 : candidates.size(), later));
        return Optional.of(new Match.Likely(found.rule(), candidates));
    }

    /** Whether the name has a version that the model lacks. */
    private boolean isNamedOtherwise(String model) {
        if (descriptor.name() == null) {
            return false;
        }
        List<String> named = Spelling.shape(descriptor.name());
        List<String> versions = new ArrayList<>(Spelling.shape(model));
        versions.addAll(Spelling.shape(descriptor.offering()));
        for (int i = 1; i < named.size() - 1; i++) {
            if (named.get(i).equals("v")
                    && !versions.contains("v")
                    && isNumber(named.get(i + 1))
                    // OpenRouter names gpt-3.5-turbo-0613 "GPT-3.5 Turbo (older v0613)".
                    && !versions.contains(named.get(i + 1))) {
                return true;
            }
        }
        return hasNewerVersion(descriptor.name(), model, descriptor.offering());
    }

    /** Tuned models that a short name may mean instead of the found one. */
    private List<String> tunedSiblings(String model) {
        if (keys.path().exact()) {
            return List.of();
        }
        String vendor = model.substring(0, model.indexOf('/') + 1);
        boolean anyVendor = keys.path().shortened() || keys.path().tagged();
        return keys.own().stream()
                .filter(spelling -> (spelling.vendor().isEmpty() || (anyVendor && spelling.endsWithSize()))
                        && spelling.compact().equals(Spelling.compact(model.substring(vendor.length())))
                        && results.compacts().getOrDefault(spelling.compact(), List.of()).stream()
                                .noneMatch(known -> known.id().equals(model) && known.isNoBase()))
                .flatMap(spelling -> MatchingRules.TUNED.stream().map(tuned -> spelling.compact() + tuned))
                .flatMap(compact -> results.compacts().getOrDefault(compact, List.of()).stream())
                .map(Known::id)
                .filter(sibling -> sibling.startsWith(vendor) && !sibling.equals(model))
                .distinct()
                .toList();
    }

    /**
     * Models with a further number of the version, if a provider's version at the end of the id may be that number and no name
     * says otherwise: Bedrock's {@code deepseek.v3-v1:0} is DeepSeek-V3.1.
     */
    private List<String> laterVersions(String model) {
        List<String> own = Spelling.shape(model.substring(model.indexOf('/') + 1));
        if (keys.providerVersion().isEmpty()
                || (descriptor.name() != null && endsWith(Spelling.shape(descriptor.name()), own))) {
            return List.of();
        }
        String compact = Spelling.compact(model.substring(model.indexOf('/') + 1));
        return LookupKeys.FURTHER_NUMBERS.stream()
                .flatMap(number -> results.compacts().getOrDefault(compact + number, List.of()).stream()
                        .filter(other -> other.id().startsWith(model.substring(0, model.indexOf('/') + 1))
                                && Spelling.shape(other.slug())
                                        .equals(Stream.concat(own.stream(), Stream.of(number))
                                                .toList())))
                .map(Known::id)
                .distinct()
                .toList();
    }

    private static boolean endsWith(List<String> words, List<String> end) {
        return words.size() >= end.size()
                && words.subList(words.size() - end.size(), words.size()).equals(end);
    }

    /** Whether a name, such as V3.1, adds a number to the version that the model's id ends with, and the id does not. */
    private static boolean hasNewerVersion(String name, String model, String id) {
        List<String> named = Spelling.shape(LookupKeys.IN_BRACKETS.matcher(name).replaceFirst("$1"));
        List<String> own = Spelling.shape(model.substring(model.indexOf('/') + 1));
        int end = own.size();
        int begin = Collections.indexOfSubList(named, own);
        if (begin < 0 || begin + end >= named.size() || !isNumber(own.get(end - 1))) {
            return false;
        }
        String added = named.get(begin + end);
        boolean isSize =
                begin + end + 1 < named.size() && named.get(begin + end + 1).length() == 1;
        return isNumber(added)
                && added.length() < 3
                && !isSize
                && Collections.indexOfSubList(Spelling.shape(id), named.subList(begin, begin + end + 1)) < 0;
    }

    private static boolean isNumber(String token) {
        return Character.isDigit(token.charAt(0));
    }
}
