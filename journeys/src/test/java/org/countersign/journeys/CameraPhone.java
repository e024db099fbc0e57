package org.countersign.journeys;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.countersign.testkit.Chromium;

/** A phone whose camera sees what it is shown: Chromium's fake camera, which plays a file. */
final class CameraPhone implements AutoCloseable {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    /** The part of the picture's height that the thing shown takes up. */
    private static final double SHARE = 0.8;

    private static final int FRAMES = 5;

    private final Path camera;
    private final Playwright playwright;
    private final Page page;

    CameraPhone() throws IOException {
        camera = Files.createTempDirectory("countersign-camera").resolve("camera.y4m");
        List<String> flags = new ArrayList<>(Chromium.FLAGS);
        flags.add("--use-fake-device-for-media-stream");
        flags.add("--use-file-for-fake-video-capture=" + camera);
        playwright = Playwright.create();
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Chromium.whole())
                        .setArgs(flags));
        page = browser.newContext(new Browser.NewContextOptions()
                        .setViewportSize(360, 740)
                        .setHasTouch(true)
                        .setIsMobile(true)
                        .setPermissions(List.of("camera"))
                        .setLocale("en-GB"))
                .newPage();
        page.context().setDefaultTimeout(30_000);
    }

    Page page() {
        return page;
    }

    /** Holds the phone in front of a picture, for example of a part of a page on a desk. */
    void pointAt(byte[] picture) throws IOException {
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(picture));
        BufferedImage seen = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = seen.createGraphics();
        graphics.setColor(Color.GRAY);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        int height = (int) (HEIGHT * SHARE);
        int width = height * shown.getWidth() / shown.getHeight();
        graphics.drawImage(shown, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height, null);
        graphics.dispose();
        write(seen);
    }

    /** YUV4MPEG2 with brightness in full and half as many bytes of colour, which say grey. */
    private void write(BufferedImage seen) throws IOException {
        byte[] brightness = new byte[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                brightness[y * WIDTH + x] = (byte) seen.getRaster().getSample(x, y, 0);
            }
        }
        byte[] colour = new byte[WIDTH * HEIGHT / 2];
        Arrays.fill(colour, (byte) 128);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(camera))) {
            file.write(ascii("YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F30:1 Ip A1:1 C420jpeg\n"));
            for (int frame = 0; frame < FRAMES; frame++) {
                file.write(ascii("FRAME\n"));
                file.write(brightness);
                file.write(colour);
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
