package org.countersign.otp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.countersign.otp.OtpFormatException.Reason;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * XML from outside, read with every way out of the document closed.
 *
 * <p>A document type is refused altogether: with it go entities that read files or call other hosts, and those that
 * expand without end. Elements are looked up as direct children only, so nothing here recurses.
 */
final class PskcXml {
    static final String PSKC = "urn:ietf:params:xml:ns:keyprov:pskc";
    static final String XML_SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    static final String XML_ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
    static final String XML_ENCRYPTION_11 = "http://www.w3.org/2009/xmlenc11#";

    private PskcXml() {}

    static Element root(byte[] document) {
        try {
            DocumentBuilder builder = factory().newDocumentBuilder();
            // The default handler prints to standard error.
            builder.setErrorHandler(new RefuseAll());
            return builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
        } catch (SAXException | IOException e) {
            // The parser's own message may quote the document, and with it a secret; only the place is kept.
            String place = e instanceof SAXParseException parse ? " in line " + parse.getLineNumber() : "";
            throw new OtpFormatException(
                    Reason.PSKC_XML, "The document is not well-formed XML, or has a document type" + place);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("This Java platform's XML parser cannot be made safe", e);
        }
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        // The platform's own, whatever the class path offers.
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        return factory;
    }

    /** The direct children of this name, in document order; the namespace is empty for names without one. */
    static List<Element> children(Element parent, String namespace, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && name.equals(element.getLocalName())
                    && namespace.equals(Objects.requireNonNullElse(element.getNamespaceURI(), ""))) {
                found.add(element);
            }
        }
        return found;
    }

    /** The one direct child of this name, if there is one; two are refused. */
    static Optional<Element> child(Element parent, String namespace, String name) {
        List<Element> found = children(parent, namespace, name);
        if (found.size() > 1) {
            throw new OtpFormatException(Reason.PSKC_STRUCTURE, "The element " + name + " is there twice");
        }
        return found.stream().findFirst();
    }

    /** The one direct child of this name. */
    static Element required(Element parent, String namespace, String name) {
        return child(parent, namespace, name)
                .orElseThrow(() -> new OtpFormatException(
                        Reason.PSKC_STRUCTURE, "The element " + name + " is missing in " + parent.getLocalName()));
    }

    /** The text inside an element that has no elements inside, without white space at the ends. */
    static String text(Element element) {
        StringBuilder text = new StringBuilder();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE) {
                text.append(node.getNodeValue());
            } else if (node.getNodeType() == Node.ELEMENT_NODE) {
                throw new OtpFormatException(
                        Reason.PSKC_STRUCTURE, "The element " + element.getLocalName() + " should hold text only");
            }
        }
        return text.toString().strip();
    }

    /** Makes every complaint of the parser an exception, and prints none. */
    private static final class RefuseAll implements ErrorHandler {
        @Override
        public void warning(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void error(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void fatalError(SAXParseException exception) throws SAXException {
            throw exception;
        }
    }
}
