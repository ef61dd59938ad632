package org.modeltree.http.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * JSON mappers for untrusted input, in which an exponent has at most three digits. Computing with a number as short as
 * {@code 1e-2147483647} would take gigabytes, and exponents beyond 2³¹ make the parser throw undocumented exceptions.
 */
public final class BoundedJson {

    private static final int MAX_EXPONENT_DIGITS = 3;

    private BoundedJson() {}

    /** Mapper for our own formats: refuses duplicate keys, trailing tokens and numbers with a huge exponent. */
    public static JsonMapper strict() {
        return JsonMapper.builder(new Factory(false))
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /** Mapper for the formats of others: reads a number with a huge exponent as a string. */
    public static JsonMapper lenient() {
        return JsonMapper.builder(new Factory(true))
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /** Why a text is not valid JSON, in one line without class names. */
    public static String reason(JsonProcessingException malformed) {
        String message = malformed.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
        if (message.startsWith("Trailing token")) {
            return "unexpected content after the end of the document";
        }
        return message.replaceFirst(" \\(start marker at .*", "").replaceAll(" \\([^()]*`[^`]*`[^()]*\\)", "");
    }

    /** Thrown for a number with a huge exponent. */
    public static final class HugeExponentException extends JsonParseException {

        private static final long serialVersionUID = 1;

        /** Description of the fault, to be read after its location. */
        public static final String DETAIL = "must be a number with an exponent of at most three digits";

        private final String pointer;

        private HugeExponentException(JsonParser parser) {
            super(parser, DETAIL, parser.currentTokenLocation());
            pointer = parser.getParsingContext().pathAsPointer().toString();
        }

        /** JSON pointer (RFC 6901) to the number. */
        public String pointer() {
            return pointer;
        }
    }

    /** Wraps every parser with the check. */
    private static final class Factory extends JsonFactory {

        private static final long serialVersionUID = 1;
        private final boolean lenient;

        private Factory(boolean lenient) {
            // Clients choose the keys, so they must not fill the JVM-wide intern table.
            super(new JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES));
            this.lenient = lenient;
        }

        @Override
        protected JsonParser _createParser(InputStream in, IOContext context) throws IOException {
            return new Parser(super._createParser(in, context), lenient);
        }

        @Override
        protected JsonParser _createParser(Reader reader, IOContext context) throws IOException {
            return new Parser(super._createParser(reader, context), lenient);
        }

        @Override
        protected JsonParser _createParser(char[] data, int offset, int length, IOContext context, boolean recyclable)
                throws IOException {
            return new Parser(super._createParser(data, offset, length, context, recyclable), lenient);
        }

        @Override
        protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context) throws IOException {
            return new Parser(super._createParser(data, offset, length, context), lenient);
        }
    }

    private static final class Parser extends JsonParserDelegate {

        private final boolean lenient;
        private boolean readsAsText;

        private Parser(JsonParser parser, boolean lenient) {
            super(parser);
            this.lenient = lenient;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            return checked(super.nextToken());
        }

        @Override
        public JsonToken nextValue() throws IOException {
            return checked(super.nextValue());
        }

        private JsonToken checked(JsonToken token) throws IOException {
            readsAsText = false;
            if (token == JsonToken.VALUE_NUMBER_FLOAT && hasHugeExponent()) {
                if (!lenient) {
                    throw new HugeExponentException(delegate);
                }
                readsAsText = true;
                return JsonToken.VALUE_STRING;
            }
            return token;
        }

        private boolean hasHugeExponent() throws IOException {
            char[] text = delegate.getTextCharacters();
            int end = delegate.getTextOffset() + delegate.getTextLength();
            for (int i = delegate.getTextOffset(); i < end; i++) {
                if (text[i] == 'e' || text[i] == 'E') {
                    int digits = i + 1;
                    while (digits < end && (text[digits] < '1' || text[digits] > '9')) {
                        digits++;
                    }
                    return end - digits > MAX_EXPONENT_DIGITS;
                }
            }
            return false;
        }

        @Override
        public JsonToken currentToken() {
            return readsAsText ? JsonToken.VALUE_STRING : super.currentToken();
        }

        @Override
        public int currentTokenId() {
            return currentToken() == null
                    ? super.currentTokenId()
                    : currentToken().id();
        }

        @Override
        public boolean hasToken(JsonToken token) {
            return currentToken() == token;
        }

        @Override
        public boolean hasTokenId(int id) {
            return currentTokenId() == id;
        }

        @Override
        public JsonParser skipChildren() throws IOException {
            super.skipChildren();
            return this;
        }
    }
}
